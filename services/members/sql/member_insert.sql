INSERT INTO member (id, handle, display_name, email, team, title, manager, leader_said, hats, joined_day, left_day,
	locale, time_zone, external_id, ceiling, status, folded, revision, create_ms, update_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
ON CONFLICT (handle) DO NOTHING
