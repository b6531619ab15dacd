-- $1 the path, $2 it with "/" behind, $3 it with the character after "/": the children are between
SELECT id FROM team WHERE path = $1 OR (path >= $2 AND path < $3) ORDER BY path LIMIT $4
