-- a recognition that is gone takes its comments along
UPDATE content_report SET outcome = $2, note = $3, resolver = $4, resolve_ms = $5
WHERE recognition = $1 AND outcome = 0
