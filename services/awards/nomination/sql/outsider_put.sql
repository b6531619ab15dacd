INSERT INTO outsider (id, cycle, profile_url) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING
