SELECT n.id, n.cycle, n.nominee, n.nominator, n.reason, n.source, n.status, n.nominee_team, n.create_ms,
	COALESCE(e.handle, '') AS nominee_handle, COALESCE(e.display_name, '') AS nominee_name,
	COALESCE(r.handle, '') AS nominator_handle, COALESCE(r.display_name, '') AS nominator_name
FROM nomination n
LEFT JOIN member e ON e.id = n.nominee
LEFT JOIN member r ON r.id = n.nominator
WHERE n.cycle = $1 AND (n.create_ms, n.id) < ($2, $3) AND ($4 = 1 OR n.nominator = $5 OR ($6 = 1 AND n.nominee = $5))
ORDER BY n.create_ms DESC, n.id DESC
LIMIT $7
