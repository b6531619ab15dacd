SELECT create_ms AS give_ms, highlight AS recognition FROM highlight_person
WHERE team = $4 AND visibility = 3 AND (create_ms, highlight) < ($1, $2)
ORDER BY create_ms DESC, highlight DESC LIMIT $3
