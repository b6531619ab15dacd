UPDATE nomination SET status = $3 WHERE cycle = $1 AND nominee = $2 AND status <> 4
