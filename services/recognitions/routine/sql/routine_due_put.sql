INSERT INTO routine_due (id, routine, due_day, due_ms) VALUES ($1, $2, $3, $4)
