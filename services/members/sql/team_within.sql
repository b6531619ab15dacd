-- '0' is the character after '/': the range holds the paths inside the team.
SELECT id, path FROM team WHERE path = $1 OR (path > $1 || '/' AND path < $1 || '0') ORDER BY path, id
