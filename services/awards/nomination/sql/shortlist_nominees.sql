-- Nominations whose nominee accepted (2) and was not erased since (3), the oldest of each nominee first.
SELECT n.nominee, n.id AS nomination
FROM nomination n
LEFT JOIN member m ON m.id = n.nominee
WHERE n.cycle = $1 AND n.status = 2 AND COALESCE(m.status, 1) <> 3
ORDER BY n.nominee, n.id
