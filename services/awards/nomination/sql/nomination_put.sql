INSERT INTO nomination (id, cycle, nominee, nominator, reason, source, status, nominee_team, create_ms, outsider_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (cycle, nominator, nominee)
DO UPDATE SET reason = excluded.reason, status = excluded.status, nominee_team = excluded.nominee_team,
	create_ms = excluded.create_ms, outsider_name = excluded.outsider_name
