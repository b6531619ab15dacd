SELECT k.written, k.members,
	(SELECT count(*) FROM reaction r WHERE r.recognition = k.recognition AND r.emoji = k.emoji AND r.member = $2) AS mine
FROM reaction_kind k
WHERE k.recognition = $1
ORDER BY k.place
LIMIT $3
