INSERT INTO provision_group (id, display_name, display_key, external_id, team, revision, create_ms, update_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, display_key = excluded.display_key,
	external_id = excluded.external_id, team = excluded.team, revision = excluded.revision,
	update_ms = excluded.update_ms
