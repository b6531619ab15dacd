-- parameters as in impact_verify_arcs
SELECT count(CASE WHEN arc.direction = 1 THEN 1 END) AS down, count(CASE WHEN arc.direction = 2 THEN 1 END) AS skip,
	count(CASE WHEN arc.direction = 3 THEN 1 END) AS up, count(CASE WHEN arc.direction = 4 THEN 1 END) AS peer,
	count(CASE WHEN arc.direction = 0 THEN 1 END) AS other
FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = arc.team
WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2 AND recognition.visibility > 2
	AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
