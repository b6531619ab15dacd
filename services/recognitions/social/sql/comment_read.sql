SELECT c.id, c.recognition, c.author, c.message, c.create_ms, m.handle, m.display_name
FROM comment c
LEFT JOIN member m ON m.id = c.author
WHERE c.id = $1
