SELECT give_ms, id AS recognition FROM recognition
WHERE giver_team = $4 AND visibility = 3 AND (give_ms, id) < ($1, $2)
ORDER BY give_ms DESC, id DESC LIMIT $3
