SELECT give_ms, id AS recognition FROM recognition
WHERE giver = $4 AND visibility = $5 AND giver_team = $6 AND (give_ms, id) < ($1, $2)
ORDER BY give_ms DESC, id DESC LIMIT $3
