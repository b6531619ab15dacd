-- what names $4 together with $6
SELECT create_ms AS give_ms, highlight AS recognition FROM highlight_person
WHERE person = $4 AND visibility = $5 AND (create_ms, highlight) < ($1, $2)
	AND $6 IN (SELECT other.person FROM highlight_person other WHERE other.highlight = highlight_person.highlight)
ORDER BY create_ms DESC, highlight DESC LIMIT $3
