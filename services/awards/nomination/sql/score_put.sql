INSERT INTO score (cycle, nominee, juror, position, score)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (cycle, nominee, juror, position) DO UPDATE SET score = excluded.score
