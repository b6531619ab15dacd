-- Of the team $3 and those inside it; '': of everywhere.
INSERT INTO voter (cycle, member, voted)
SELECT $1, m.id, 0
FROM member m
JOIN team t ON t.id = m.team
WHERE m.status = $2 AND ($3 = '' OR t.path = $3 OR substr(t.path, 1, length($3) + 1) = $3 || '/')
