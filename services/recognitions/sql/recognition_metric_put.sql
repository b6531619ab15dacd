INSERT INTO recognition_metric (recognition, position, name, millionths, unit) VALUES ($1, $2, $3, $4, $5)
