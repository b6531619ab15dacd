-- what $4 was given behind their mark $7, as late as in inbox_walk_again
SELECT give_ms + 4503599627370496 AS give_ms, recognition FROM arc
WHERE receiver = $4 AND visibility = $5 AND team = $6 AND give_ms > $7
	AND (give_ms, recognition) < ($1 - 4503599627370496, $2) AND inbox_state = 0
ORDER BY arc.give_ms DESC, recognition DESC LIMIT $3
