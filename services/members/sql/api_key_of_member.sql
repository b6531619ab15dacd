SELECT * FROM api_key_card WHERE member = $1 AND revoke_ms IS NULL ORDER BY create_ms, id
