SELECT routine, due_day, due_ms FROM routine_due WHERE id = $1
