INSERT INTO erasure (member, state, handle, display_name, begin_ms, end_ms) VALUES ($1, 1, $2, $3, $4, 0)
ON CONFLICT (member) DO NOTHING
