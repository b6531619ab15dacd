INSERT INTO nomination_link (nomination, position, url, title) VALUES ($1, $2, $3, $4)
