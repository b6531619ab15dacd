SELECT id, slug, title, description, create_ms, retire_ms FROM value WHERE id = $1
