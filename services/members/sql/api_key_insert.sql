INSERT INTO api_key (id, name, member, hash, roles, create_ms, revoke_ms, scopes, expire_ms, use_ms, successor)
VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8, NULL, NULL)
