SELECT m.id, m.handle, m.display_name, m.status, s.team, t.path AS team_path, s.manager, s.leader,
	COALESCE(p.ceiling, 0) AS ceiling
FROM member m
JOIN spell s ON s.member = m.id
	AND s.from_day = (SELECT max(from_day) FROM spell WHERE member = m.id AND from_day <= $2)
JOIN team t ON t.id = s.team
LEFT JOIN preference p ON p.member = m.id
WHERE m.id = $1
