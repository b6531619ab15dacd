UPDATE content_report SET outcome = $2, note = $3, resolver = $4, resolve_ms = $5
WHERE content = $1 AND outcome = 0
