-- Whether a key that works holds one of the roles $1.
SELECT 1 AS found FROM api_key_card WHERE active = 1 AND (roles & $1) <> 0 LIMIT 1
