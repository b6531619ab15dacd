INSERT INTO form (version) VALUES ($1)
