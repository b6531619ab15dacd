-- parameters as in impact_verify_arcs
SELECT source.path AS from_team, team.path AS to_team, count(*) AS arcs
FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = arc.team
	JOIN team AS source ON source.id = recognition.giver_team
WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2 AND recognition.visibility > 2
	AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
GROUP BY source.path, team.path
ORDER BY arcs DESC
