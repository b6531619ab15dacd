-- $2: a number of the team; those that have its path are the same team.
SELECT 1 AS found FROM member
WHERE manager IS NOT NULL AND manager = $1 AND status = $3
	AND team IN (SELECT same.id FROM team AS same WHERE same.path = (SELECT path FROM team WHERE id = $2))
LIMIT 1
