SELECT count(*) AS entries
FROM (SELECT 1 FROM arc WHERE receiver = $1 AND inbox_state = 1 LIMIT $2) AS counted
