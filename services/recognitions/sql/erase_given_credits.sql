UPDATE arc SET credit = ''
WHERE credit <> '' AND recognition IN (
	SELECT a.recognition FROM recognition r JOIN arc a ON a.recognition = r.id
	WHERE r.giver = $1 AND a.credit <> '' LIMIT 1000)
