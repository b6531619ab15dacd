-- '0' is the character after '/': the range holds the paths inside the team.
UPDATE team SET path = $2 || substr(path, length($1) + 1)
WHERE path = $1 OR (path > $1 || '/' AND path < $1 || '0')
