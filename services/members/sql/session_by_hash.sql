SELECT id, hash, api_key, member, roles, create_ms, expire_ms FROM session WHERE hash = $1 AND expire_ms > $2
