-- Of members; an outsider has a name of its own.
SELECT count(*) AS n
FROM nomination n
JOIN team t ON t.id = n.nominee_team
WHERE n.create_ms >= $1 AND n.create_ms < $2 AND n.outsider_name = ''
	AND ($3 = '' OR t.path = $3 OR substr(t.path, 1, length($3) + 1) = $3 || '/')
