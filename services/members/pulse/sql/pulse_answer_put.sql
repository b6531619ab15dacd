INSERT INTO pulse_answer (key, month, team, need, have, strain) VALUES ($1, $2, $3, $4, $5, $6)
