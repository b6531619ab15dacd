SELECT id, hash, api_key, member, roles, create_ms, expire_ms FROM session WHERE id = $1
