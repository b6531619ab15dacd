INSERT INTO ballot_waiting (cycle, entry) VALUES ($1, $2)
