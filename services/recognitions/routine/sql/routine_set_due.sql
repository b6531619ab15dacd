UPDATE routine SET due_day = $2, due_ms = $3 WHERE id = $1
