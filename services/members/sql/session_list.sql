SELECT id, hash, api_key, create_ms, expire_ms FROM session
WHERE api_key = $1 AND expire_ms > $2
ORDER BY create_ms, id
