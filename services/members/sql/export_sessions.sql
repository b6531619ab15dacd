-- Without what opens anything: not even the hash.
SELECT session.id, session.api_key, session.create_ms, session.expire_ms
FROM session JOIN api_key ON api_key.id = session.api_key
WHERE api_key.member = $1
ORDER BY session.create_ms, session.id
