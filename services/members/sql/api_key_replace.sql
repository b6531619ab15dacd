-- $2: the key that takes its place; $3: when it ends, unless it ended before.
UPDATE api_key
SET successor = $2, expire_ms = CASE WHEN expire_ms IS NOT NULL AND expire_ms < $3 THEN expire_ms ELSE $3 END
WHERE id = $1
