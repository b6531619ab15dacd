SELECT id FROM team WHERE path = $1
