INSERT INTO inbox_mark (member, read_ms) VALUES ($1, $2)
ON CONFLICT (member) DO UPDATE SET read_ms = excluded.read_ms WHERE excluded.read_ms > inbox_mark.read_ms
