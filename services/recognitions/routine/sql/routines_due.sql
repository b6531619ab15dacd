SELECT r.id, r.team, t.path AS team_path, r.weekday, r.minute, r.time_zone, r.setting, r.channel, r.due_day, r.due_ms,
	r.create_ms
FROM routine r
JOIN team t ON t.id = r.team
WHERE r.due_ms <= $1
ORDER BY r.due_ms, r.id LIMIT $2
