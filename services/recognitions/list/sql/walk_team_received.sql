SELECT give_ms, recognition FROM arc
WHERE team = $4 AND visibility >= 4 AND (give_ms, recognition) < ($1, $2)
ORDER BY give_ms DESC, recognition DESC LIMIT $3
