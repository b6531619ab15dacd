SELECT id, slug, title, description, criteria, scope, hashtag, create_ms
FROM award
WHERE (create_ms, id) < ($1, $2)
ORDER BY create_ms DESC, id DESC
LIMIT $3
