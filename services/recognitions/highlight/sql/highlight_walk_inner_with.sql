-- what is for the ears of team $4 and names $5
SELECT create_ms AS give_ms, highlight AS recognition FROM highlight_person
WHERE team = $4 AND visibility = 3 AND (create_ms, highlight) < ($1, $2)
	AND $5 IN (SELECT other.person FROM highlight_person other WHERE other.highlight = highlight_person.highlight)
ORDER BY create_ms DESC, highlight DESC LIMIT $3
