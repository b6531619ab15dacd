DELETE FROM highlight WHERE id = $1
