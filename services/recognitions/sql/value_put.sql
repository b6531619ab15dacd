INSERT INTO value (id, slug, title, description, create_ms, retire_ms) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, description = excluded.description,
	retire_ms = excluded.retire_ms
