UPDATE api_key SET revoke_ms = $2 WHERE id = $1 AND revoke_ms IS NULL
