SELECT position, text, nonce FROM vote_log_commitment WHERE cycle = $1 ORDER BY position
