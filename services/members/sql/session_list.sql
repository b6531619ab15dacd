SELECT id, hash, api_key, member, roles, create_ms, expire_ms FROM session
WHERE COALESCE(api_key, member) = $1 AND expire_ms > $2
ORDER BY create_ms, id
