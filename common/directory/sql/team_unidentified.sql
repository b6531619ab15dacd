SELECT id FROM team WHERE path = $1 AND identity IS NULL AND id > 0 ORDER BY id LIMIT 1
