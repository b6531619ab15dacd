INSERT INTO vote_log_commitment (cycle, position, text, nonce) VALUES ($1, $2, $3, $4)
