INSERT INTO member (id, handle, display_name, status, team, manager)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id)
DO UPDATE SET handle = excluded.handle, display_name = excluded.display_name, status = excluded.status,
	team = excluded.team, manager = excluded.manager
