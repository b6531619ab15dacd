INSERT INTO highlight_link (highlight, position, url, title) VALUES ($1, $2, $3, $4)
