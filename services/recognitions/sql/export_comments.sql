SELECT id AS after_key, id, recognition, message, create_ms
FROM comment
WHERE author = $1 AND id > $2
ORDER BY id
