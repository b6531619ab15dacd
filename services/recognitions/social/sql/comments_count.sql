UPDATE recognition SET comments = comments + $2 WHERE id = $1
