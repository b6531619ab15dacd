-- Whether a key that works at $3 holds one of the roles $1 and all of the scopes $2.
SELECT 1 AS found FROM api_key_card
WHERE active = 1 AND (roles & $1) <> 0 AND (scopes & $2) = $2 AND (expire_ms IS NULL OR expire_ms > $3)
LIMIT 1
