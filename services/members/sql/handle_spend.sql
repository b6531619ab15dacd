INSERT INTO spent_handle (hash) VALUES ($1) ON CONFLICT (hash) DO NOTHING
