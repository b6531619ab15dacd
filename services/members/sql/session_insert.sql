INSERT INTO session (id, hash, api_key, member, roles, create_ms, expire_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
