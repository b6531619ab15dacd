-- parameters as in impact_verify_arcs
WITH pair AS (
	SELECT DISTINCT recognition.giver AS giver, arc.receiver AS receiver
	FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = arc.team
		JOIN team AS source ON source.id = recognition.giver_team
	WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2 AND recognition.visibility > 2
		AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
		AND ($3 = '' OR source.path = $3 OR (source.path >= $4 AND source.path < $5))
)
SELECT count(*) AS distinct_pairs, count(reverse.giver) AS mutual
FROM pair LEFT JOIN pair AS reverse ON reverse.giver = pair.receiver AND reverse.receiver = pair.giver
