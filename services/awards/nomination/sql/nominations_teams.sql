SELECT DISTINCT t.path AS team
FROM nomination n
JOIN team t ON t.id = n.nominee_team
WHERE n.create_ms >= $1 AND n.create_ms < $2 AND n.outsider_name = ''
ORDER BY t.path
