-- '0' is the character after '/': the range holds the paths inside the team.
SELECT id FROM member WHERE team = $1 OR (team > $1 || '/' AND team < $1 || '0')
