INSERT INTO highlight_person (highlight, position, person, team, cap, visibility, create_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
