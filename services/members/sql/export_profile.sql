SELECT m.id, m.handle, m.display_name, m.email, m.team, m.title, m.manager, m.manager_handle, m.leader AS leader_flag,
	m.hats, m.joined_day, m.left_day, m.locale, m.time_zone, m.external_id, m.ceiling AS first_ceiling, m.status,
	m.create_ms, m.update_ms
FROM member_card m
WHERE m.id = $1
