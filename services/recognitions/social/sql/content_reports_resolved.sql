SELECT c.id, c.recognition, c.content, c.author, c.reporter, c.reason, c.create_ms, c.outcome, c.note, c.resolver,
	c.resolve_ms, r.handle AS reporter_handle, r.display_name AS reporter_name, s.handle AS resolver_handle,
	s.display_name AS resolver_name
FROM content_report c
LEFT JOIN member r ON r.id = c.reporter
LEFT JOIN member s ON s.id = c.resolver
WHERE c.outcome <> 0 AND (c.create_ms, c.id) < ($1, $2) AND ($4 IS NULL OR c.author <> $4)
ORDER BY c.create_ms DESC, c.id DESC
LIMIT $3
