INSERT INTO vote_token (hash, cycle, expire_ms, voted) VALUES ($1, $2, $3, 0)
