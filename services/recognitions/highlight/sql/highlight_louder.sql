-- one without words is nobody's to read any more: highlight_read
SELECT highlight FROM highlight_person
WHERE person = $1 AND visibility > $2 AND position > 0
	AND EXISTS (SELECT 1 FROM highlight WHERE highlight.id = highlight_person.highlight AND highlight.title <> '')
LIMIT 1
