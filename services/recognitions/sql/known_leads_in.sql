SELECT 1 AS found FROM member WHERE manager IS NOT NULL AND manager = $1 AND team = $2 AND status = $3 LIMIT 1
