INSERT INTO award (id, slug, title, description, criteria, scope, hashtag, create_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (slug) DO NOTHING
