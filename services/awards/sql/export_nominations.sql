-- Nominations that the member $1 made, or was named in and may see: in a cycle that takes no more (its phase is past 2,
-- NOMINATING). Behind the id $2.
SELECT n.id AS after_key, n.id, n.cycle, n.nominee, e.handle AS nominee_handle, n.outsider_name, t.profile_url,
	n.nominator, o.handle AS nominator_handle, n.reason, n.source, n.status, n.create_ms
FROM nomination n
JOIN cycle c ON c.id = n.cycle
LEFT JOIN member e ON e.id = n.nominee
LEFT JOIN member o ON o.id = n.nominator
LEFT JOIN outsider t ON t.id = n.nominee
WHERE (n.nominator = $1 OR (n.nominee = $1 AND c.phase > 2)) AND n.id > $2
ORDER BY n.id
