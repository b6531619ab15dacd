-- Parameters as in impact_highlights, and $6: how many.
SELECT id, title, on_day
FROM highlight
WHERE visibility >= 4 AND on_day >= $1 AND on_day <= $2 AND ($3 = '' OR EXISTS (
	SELECT 1 FROM highlight_person JOIN team ON team.id = highlight_person.team
	WHERE highlight_person.highlight = highlight.id
		AND (team.path = $3 OR (team.path >= $4 AND team.path < $5))))
ORDER BY on_day DESC, id DESC
LIMIT $6
