SELECT n.id, n.cycle, n.nominee, n.nominator, n.reason, n.source, n.status, n.nominee_team, n.create_ms,
	COALESCE(e.handle, '') AS nominee_handle, COALESCE(e.display_name, '') AS nominee_name,
	COALESCE(r.handle, '') AS nominator_handle, COALESCE(r.display_name, '') AS nominator_name
FROM nomination n
LEFT JOIN member e ON e.id = n.nominee
LEFT JOIN member r ON r.id = n.nominator
WHERE n.id = $1
