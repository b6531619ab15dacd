-- what $4 gave to $7, among others
SELECT give_ms, id AS recognition FROM recognition
WHERE giver = $4 AND visibility = $5 AND giver_team = $6 AND (give_ms, id) < ($1, $2)
	AND $7 IN (SELECT arc.receiver FROM arc WHERE arc.recognition = recognition.id)
ORDER BY give_ms DESC, id DESC LIMIT $3
