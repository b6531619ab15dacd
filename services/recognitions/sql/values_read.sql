SELECT id, slug, title, description, create_ms, retire_ms FROM value ORDER BY slug LIMIT $1
