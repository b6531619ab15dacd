SELECT c.nomination, n.status
FROM candidate c
JOIN nomination n ON n.id = c.nomination
WHERE c.cycle = $1
ORDER BY c.nomination
LIMIT $2
