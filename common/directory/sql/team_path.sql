SELECT 1 AS found FROM team WHERE id = $1 AND path = $2
