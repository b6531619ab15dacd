INSERT INTO criterion (cycle, position, name, weight) VALUES ($1, $2, $3, $4)
