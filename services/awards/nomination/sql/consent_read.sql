-- The answer of a nominee is on every nomination that stands (4: withdrawn).
SELECT status FROM nomination WHERE cycle = $1 AND nominee = $2 AND status <> 4 LIMIT 1
