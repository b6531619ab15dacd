SELECT r.id, r.team, t.path AS team_path, r.weekday, r.minute, r.time_zone, r.setting, r.channel, r.due_day, r.due_ms,
	r.create_ms
FROM routine r
JOIN team t ON t.id = r.team
WHERE (r.create_ms, r.id) < ($1, $2)
ORDER BY r.create_ms DESC, r.id DESC LIMIT $3
