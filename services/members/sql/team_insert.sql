INSERT INTO team (id, path) VALUES ($1, $2)
