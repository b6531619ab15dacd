SELECT id, slug, title, description, criteria, scope, hashtag, create_ms FROM award WHERE slug = $1
