SELECT c.id, c.recognition, c.author, c.message, c.create_ms, m.handle, m.display_name
FROM comment c
LEFT JOIN member m ON m.id = c.author
WHERE c.recognition = $1 AND (c.create_ms, c.id) < ($2, $3)
ORDER BY c.create_ms DESC, c.id DESC
LIMIT $4
