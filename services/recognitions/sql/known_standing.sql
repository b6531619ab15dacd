SELECT (SELECT min(same.id) FROM team AS same WHERE same.path = t.path) AS team, m.locale
FROM member m
JOIN team t ON t.id = m.team
WHERE m.id = $1
