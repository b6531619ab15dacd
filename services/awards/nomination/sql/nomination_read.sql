SELECT w.*,
	CASE WHEN EXISTS (SELECT 1 FROM endorsement s WHERE s.nomination = w.id AND s.member = $2) THEN 1 ELSE 0 END AS endorsed
FROM nomination_named w
WHERE w.id = $1
