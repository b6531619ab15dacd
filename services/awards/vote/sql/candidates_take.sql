INSERT INTO candidate (cycle, nomination)
SELECT cycle, id FROM nomination WHERE cycle = $1 AND status = $2
