INSERT INTO vote_log_node (cycle, level, position, hash) VALUES ($1, $2, $3, $4)
