-- As awards_won_summary, by cycle, newest first; $4: how many.
SELECT w.cycle, a.title AS award_title, c.title AS cycle_title, max(w.announce_ms) AS announce_ms, count(*) AS winners
FROM award_won w
JOIN nomination n ON n.id = w.nomination
JOIN team t ON t.id = n.nominee_team
JOIN cycle c ON c.id = w.cycle
JOIN award a ON a.id = c.award
WHERE w.announce_ms >= $1 AND w.announce_ms < $2 AND n.outsider_name = ''
	AND ($3 = '' OR t.path = $3 OR substr(t.path, 1, length($3) + 1) = $3 || '/')
GROUP BY w.cycle, a.title, c.title
ORDER BY max(w.announce_ms) DESC, w.cycle DESC
LIMIT $4
