INSERT INTO ballot (cycle, entry, text, nonce) VALUES ($1, $2, $3, $4)
