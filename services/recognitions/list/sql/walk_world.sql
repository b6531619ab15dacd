SELECT give_ms, id AS recognition FROM recognition
WHERE visibility = 5 AND (give_ms, id) < ($1, $2)
ORDER BY give_ms DESC, id DESC LIMIT $3
