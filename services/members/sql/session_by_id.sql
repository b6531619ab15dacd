SELECT id, hash, api_key, create_ms, expire_ms FROM session WHERE id = $1
