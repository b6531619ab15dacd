SELECT id FROM team WHERE identity = $1
