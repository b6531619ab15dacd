SELECT count(*) AS entries
FROM (
	SELECT 1 FROM arc
	WHERE receiver = $1 AND visibility = $3 AND team = $4 AND give_ms > $5 AND inbox_state = 0
	LIMIT $2
) AS counted
