-- Whether $2 is $1 or stands above $1 in the line of managers.
WITH RECURSIVE above (id, manager) AS (
	SELECT id, manager FROM member WHERE id = $1
	UNION
	SELECT member.id, member.manager FROM member JOIN above ON member.id = above.manager
)
SELECT 1 AS found FROM above WHERE id = $2
