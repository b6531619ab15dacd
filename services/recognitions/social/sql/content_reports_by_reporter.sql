SELECT count(*) AS reports FROM content_report WHERE reporter = $1 AND outcome = 0
