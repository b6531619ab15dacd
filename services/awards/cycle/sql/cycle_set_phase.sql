UPDATE cycle SET phase = $2, version = version + 1 WHERE id = $1
