INSERT INTO ballot (cycle, entry, text, nonce, waits) VALUES ($1, $2, $3, $4, 1)
