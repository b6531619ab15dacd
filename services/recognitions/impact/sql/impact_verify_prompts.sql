-- parameters as in impact_verify_arcs
SELECT recognition.prompt AS prompt, count(DISTINCT recognition.id) AS recognitions
FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = arc.team
WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2 AND recognition.visibility > 2 AND recognition.prompt > 0
	AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
GROUP BY recognition.prompt
