INSERT INTO routine (id, team, weekday, minute, time_zone, setting, channel, due_day, due_ms, create_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
