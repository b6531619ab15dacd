-- $4: whatever it is, $5: who asks, $6: candidates (5), $7: a status or 0, $8: a nominee or NULL.
SELECT w.*,
	CASE WHEN EXISTS (SELECT 1 FROM endorsement s WHERE s.nomination = w.id AND s.member = $5) THEN 1 ELSE 0 END AS endorsed
FROM nomination_named w
WHERE w.cycle = $1 AND (w.create_ms, w.id) < ($2, $3)
	AND ($4 = 1 OR w.nominator = $5 OR w.nominee = $5 OR ($6 = 1 AND w.status = 5)
		OR EXISTS (SELECT 1 FROM endorsement s WHERE s.nomination = w.id AND s.member = $5))
	AND ($7 = 0 OR w.status = $7) AND ($8 IS NULL OR w.nominee = $8)
ORDER BY w.create_ms DESC, w.id DESC
LIMIT $9
