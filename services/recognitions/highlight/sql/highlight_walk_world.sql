SELECT create_ms AS give_ms, id AS recognition FROM highlight
WHERE visibility = 5 AND (create_ms, id) < ($1, $2)
ORDER BY create_ms DESC, id DESC LIMIT $3
