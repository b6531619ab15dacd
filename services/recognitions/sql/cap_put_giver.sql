UPDATE recognition SET giver_cap = $3 WHERE id = $1 AND giver = $2
