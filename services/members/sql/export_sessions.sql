-- Without what opens anything: not even the hash.
SELECT session.id, session.api_key, session.create_ms, session.expire_ms
FROM session LEFT JOIN api_key ON api_key.id = session.api_key
WHERE COALESCE(api_key.member, session.member) = $1
ORDER BY session.create_ms, session.id
