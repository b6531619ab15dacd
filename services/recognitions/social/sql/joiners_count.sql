UPDATE recognition SET joiners = joiners + $2 WHERE id = $1
