INSERT INTO arc (recognition, position, receiver, credit, team, managed, visibility, give_ms, cap, unread, inbox_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
