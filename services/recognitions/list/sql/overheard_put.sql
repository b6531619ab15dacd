INSERT INTO overheard (person, gave, team, give_ms, recognition)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
