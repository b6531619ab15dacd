-- Work that every member sees, of days $1 to $2, that names somebody who was in the team $3 or inside it ($4, $5) when
-- they were named; '': of anybody.
SELECT count(*) AS highlights
FROM highlight
WHERE visibility >= 4 AND on_day >= $1 AND on_day <= $2 AND ($3 = '' OR EXISTS (
	SELECT 1 FROM highlight_person JOIN team ON team.id = highlight_person.team
	WHERE highlight_person.highlight = highlight.id
		AND (team.path = $3 OR (team.path >= $4 AND team.path < $5))))
