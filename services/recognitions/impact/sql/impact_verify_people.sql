-- parameters as in impact_verify_arcs, and $6 and $7: first and last day
WITH head AS (
	SELECT member.id AS id
	FROM member JOIN spell ON spell.member = member.id AND spell.from_day = (
			SELECT max(later.from_day) FROM spell AS later WHERE later.member = member.id
				AND later.from_day <= CASE WHEN member.left_day < $7 THEN member.left_day ELSE $7 END)
		JOIN team ON team.id = spell.team
	WHERE member.joined_day <= $7 AND member.left_day >= $6
		AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
), received AS (
	SELECT arc.receiver AS id, count(*) AS arcs
	FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = arc.team
	WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2
		AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
	GROUP BY arc.receiver
), given AS (
	SELECT recognition.giver AS id, count(*) AS arcs
	FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = recognition.giver_team
	WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2
		AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
	GROUP BY recognition.giver
)
SELECT coalesce(received.arcs, 0) AS received, coalesce(given.arcs, 0) AS given,
	row_number() OVER (ORDER BY coalesce(received.arcs, 0)) AS received_place,
	row_number() OVER (ORDER BY coalesce(given.arcs, 0)) AS given_place
FROM head LEFT JOIN received ON received.id = head.id LEFT JOIN given ON given.id = head.id
