-- Reports that the member $1 made, and reports of what they wrote.
UPDATE content_report SET reason = '' WHERE (reporter = $1 OR author = $1) AND reason <> ''
