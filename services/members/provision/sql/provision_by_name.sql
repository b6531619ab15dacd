-- Who is told of by that name, or, of whom nobody has told, has that handle.
SELECT * FROM provision_card
WHERE id IN (
	SELECT member FROM provision_user WHERE user_key = $1 AND gone = 0
	UNION
	SELECT id FROM member WHERE handle = $1 AND id NOT IN (SELECT member FROM provision_user)
) AND status <> 3
ORDER BY id
