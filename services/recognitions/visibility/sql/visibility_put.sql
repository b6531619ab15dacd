UPDATE recognition SET visibility = $2 WHERE id = $1
