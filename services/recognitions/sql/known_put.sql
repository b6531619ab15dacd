INSERT INTO member (id, handle, display_name, status, joined_day, left_day, team, manager, leader, locale)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, display_name = excluded.display_name,
	status = excluded.status, joined_day = excluded.joined_day, left_day = excluded.left_day, team = excluded.team,
	manager = excluded.manager, leader = excluded.leader, locale = excluded.locale
