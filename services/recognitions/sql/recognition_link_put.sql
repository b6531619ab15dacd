INSERT INTO recognition_link (recognition, position, url, title) VALUES ($1, $2, $3, $4)
