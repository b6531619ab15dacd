-- Without what opens anything: not even the hash.
SELECT id, name, create_ms, revoke_ms, expire_ms, use_ms FROM api_key WHERE member = $1 ORDER BY create_ms, id
