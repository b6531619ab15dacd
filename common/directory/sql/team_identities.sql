SELECT identity FROM team WHERE identity IS NOT NULL ORDER BY identity
