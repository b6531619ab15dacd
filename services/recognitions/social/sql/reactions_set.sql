UPDATE recognition SET reactions = $2 WHERE id = $1
