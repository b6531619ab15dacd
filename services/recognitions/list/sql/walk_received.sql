SELECT give_ms, recognition FROM arc
WHERE receiver = $4 AND visibility = $5 AND team = $6 AND (give_ms, recognition) < ($1, $2)
ORDER BY give_ms DESC, recognition DESC LIMIT $3
