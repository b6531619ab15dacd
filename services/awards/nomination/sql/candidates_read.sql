SELECT w.*, 0 AS endorsed FROM nomination_named w WHERE w.cycle = $1 AND w.status = 5 ORDER BY w.id
