-- $1: a number of the team; those that have its path are the same team.
SELECT count(*) AS n FROM routine
WHERE team IN (SELECT same.id FROM team AS same WHERE same.path = (SELECT path FROM team WHERE id = $1))
