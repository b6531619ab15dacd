INSERT INTO arc (recognition, position, receiver, credit, team, managed, visibility, give_ms, cap)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
