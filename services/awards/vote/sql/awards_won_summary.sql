-- By members; an outsider has a name of its own.
SELECT count(*) AS n
FROM award_won w
JOIN nomination n ON n.id = w.nomination
JOIN team t ON t.id = n.nominee_team
WHERE w.announce_ms >= $1 AND w.announce_ms < $2 AND n.outsider_name = ''
	AND ($3 = '' OR t.path = $3 OR substr(t.path, 1, length($3) + 1) = $3 || '/')
