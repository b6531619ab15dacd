SELECT t.path
FROM member m
JOIN team t ON t.id = m.team
WHERE m.id = $1
