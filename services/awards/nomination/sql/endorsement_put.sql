INSERT INTO endorsement (nomination, member, create_ms) VALUES ($1, $2, $3) ON CONFLICT (nomination, member) DO NOTHING
