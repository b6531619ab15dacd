-- '0' is the character after '/': the range holds the paths inside the team.
UPDATE spell SET team = $2 || substr(team, length($1) + 1)
WHERE team = $1 OR (team > $1 || '/' AND team < $1 || '0')
