UPDATE recognition SET giver_cap = $2 WHERE id = $1
