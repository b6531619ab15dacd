-- The newest applied migration of every component.
SELECT component, version, sha256
FROM schema_version AS newest
WHERE version = (SELECT max(version) FROM schema_version WHERE component = newest.component)
ORDER BY component
