INSERT INTO nomination_attachment (nomination, position, name) VALUES ($1, $2, $3)
