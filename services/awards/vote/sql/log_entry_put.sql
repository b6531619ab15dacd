INSERT INTO vote_log_entry (cycle, position, entry) VALUES ($1, $2, $3)
