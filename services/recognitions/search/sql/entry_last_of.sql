-- the last row taken of a stretch
SELECT max(row) AS row FROM entry WHERE row >= $1 AND row < $2
