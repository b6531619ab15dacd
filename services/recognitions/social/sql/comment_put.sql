INSERT INTO comment (id, recognition, author, message, create_ms) VALUES ($1, $2, $3, $4, $5)
