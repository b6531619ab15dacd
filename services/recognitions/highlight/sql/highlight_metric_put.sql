INSERT INTO highlight_metric (highlight, position, name, millionths, unit) VALUES ($1, $2, $3, $4, $5)
