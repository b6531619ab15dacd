INSERT INTO api_key (id, name, member, hash, roles, create_ms, revoke_ms) VALUES ($1, $2, $3, $4, $5, $6, NULL)
