SELECT * FROM api_key_card WHERE hash = $1
