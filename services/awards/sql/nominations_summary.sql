SELECT count(*) AS n
FROM nomination
WHERE create_ms >= $1 AND create_ms < $2
	AND ($3 = '' OR nominee_team = $3 OR substr(nominee_team, 1, length($3) + 1) = $3 || '/')
