-- parameters as in impact_verify_arcs
SELECT recognition.value AS name, count(*) AS arcs
FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = arc.team
WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2 AND recognition.visibility > 2
	AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
GROUP BY recognition.value
ORDER BY arcs DESC
