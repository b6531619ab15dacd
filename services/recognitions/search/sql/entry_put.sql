INSERT INTO entry (row, recognition, give_ms, scopes, words) VALUES ($1, $2, $3, $4, $5)
