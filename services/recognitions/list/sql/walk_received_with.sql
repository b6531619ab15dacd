-- what $4 received together with $7
SELECT give_ms, recognition FROM arc
WHERE receiver = $4 AND visibility = $5 AND team = $6 AND (give_ms, recognition) < ($1, $2)
	AND $7 IN (SELECT other.receiver FROM arc other WHERE other.recognition = arc.recognition)
ORDER BY give_ms DESC, recognition DESC LIMIT $3
