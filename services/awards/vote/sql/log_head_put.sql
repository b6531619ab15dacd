INSERT INTO vote_log_head (cycle, size, root, signature) VALUES ($1, $2, $3, $4)
