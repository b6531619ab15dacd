-- $5: a number of the team; those that have its path are the same team.
SELECT id, handle, display_name FROM member
WHERE status = $1 AND joined_day <= $2 AND handle > $3 AND team IN (SELECT same.id FROM team AS same WHERE same.path = (SELECT path FROM team WHERE id = $5))
ORDER BY handle LIMIT $4
