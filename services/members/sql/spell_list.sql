SELECT from_day, team, manager, leader,
	(SELECT team.id FROM team WHERE team.path = spell.team ORDER BY team.id LIMIT 1) AS team_id
FROM spell
WHERE member = $1
ORDER BY from_day
