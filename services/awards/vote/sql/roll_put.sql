INSERT INTO roll (cycle, salt, voters) VALUES ($1, $2, $3)
