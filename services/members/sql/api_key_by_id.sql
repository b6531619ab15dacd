SELECT * FROM api_key_card WHERE id = $1
