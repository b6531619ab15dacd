INSERT INTO award_won (cycle, nomination, announce_ms) VALUES ($1, $2, $3)
