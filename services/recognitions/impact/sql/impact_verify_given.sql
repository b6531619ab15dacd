-- parameters as in impact_verify_arcs
SELECT count(*) AS arcs
FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = recognition.giver_team
WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2
	AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
