INSERT INTO preference (member, ceiling, channels, note, version, update_ms)
VALUES ($1, $2, '', '', 1, $3)
ON CONFLICT (member) DO NOTHING
