SELECT id FROM team WHERE path = $1 ORDER BY id
