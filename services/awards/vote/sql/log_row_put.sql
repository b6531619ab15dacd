INSERT INTO vote_log (cycle, public_key, size) VALUES ($1, $2, $3)
ON CONFLICT (cycle) DO UPDATE SET size = excluded.size
