-- $1, $2: only before this create time and id; $3: team or ''; $4: pattern of LIKE; $5: status or 0; $6: at most so many;
-- $7: manager or NULL.
-- '0' is the character after '/': the range holds the paths inside the team.
SELECT * FROM member_card
WHERE (create_ms, id) < ($1, $2)
	AND ($3 = '' OR team = $3 OR (team > $3 || '/' AND team < $3 || '0'))
	AND folded LIKE $4 ESCAPE '\'
	AND ($5 = 0 OR status = $5)
	AND ($7 IS NULL OR manager = $7)
ORDER BY create_ms DESC, id DESC
LIMIT $6
