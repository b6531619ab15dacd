INSERT INTO preference (member, ceiling, channels, note, version, update_ms)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (member) DO UPDATE SET ceiling = excluded.ceiling, channels = excluded.channels, note = excluded.note,
	version = excluded.version, update_ms = excluded.update_ms
