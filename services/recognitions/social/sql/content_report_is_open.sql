SELECT 1 AS one FROM content_report WHERE content = $1 AND outcome = 0 LIMIT 1
