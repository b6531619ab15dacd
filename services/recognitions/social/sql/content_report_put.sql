INSERT INTO content_report (id, recognition, content, author, reporter, reason, create_ms, outcome, note, resolver,
	resolve_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '', NULL, 0)
ON CONFLICT (content, reporter) DO NOTHING
