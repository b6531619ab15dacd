INSERT INTO joiner (recognition, member, note, join_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (recognition, member) DO NOTHING
