INSERT INTO juror (cycle, position, member) VALUES ($1, $2, $3)
