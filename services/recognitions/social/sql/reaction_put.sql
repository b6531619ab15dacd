INSERT INTO reaction (recognition, emoji, member, react_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (recognition, emoji, member) DO NOTHING
