SELECT 1 AS retired FROM value WHERE slug = $1 AND retire_ms <> 0
