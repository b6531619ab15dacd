INSERT INTO highlight (id, member, title, description, kind, requested_visibility, visibility, on_day, create_ms,
	update_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, description = excluded.description, kind = excluded.kind,
	requested_visibility = excluded.requested_visibility, visibility = excluded.visibility,
	on_day = excluded.on_day, update_ms = excluded.update_ms
