-- $1 and $2: give times from and before; $3: a team or '', $4 it with "/" behind, $5 with the character after "/"
SELECT count(*) AS arcs, count(DISTINCT recognition.id) AS recognitions,
	count(DISTINCT CASE WHEN recognition.win = 2 THEN recognition.id END) AS big_wins,
	count(DISTINCT CASE WHEN recognition.visibility = 5 THEN recognition.id END) AS external_recognitions,
	count(CASE WHEN source.path <> team.path THEN 1 END) AS cross_team_arcs,
	count(CASE WHEN recognition.giver_leader <> 0 THEN 1 END) AS leader_arcs,
	count(CASE WHEN arc.direction = 1 THEN 1 END) AS manager_arcs,
	count(CASE WHEN recognition.visibility <= 2 THEN 1 END) AS quiet_arcs
FROM arc JOIN recognition ON recognition.id = arc.recognition JOIN team ON team.id = arc.team
	JOIN team AS source ON source.id = recognition.giver_team
WHERE recognition.give_ms >= $1 AND recognition.give_ms < $2
	AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
