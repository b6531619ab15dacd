-- What was given to the member $1, behind the recognition $2.
SELECT r.id AS after_key, r.id, r.giver, m.handle AS giver_handle, r.message, a.credit, r.value, r.win, r.prompt,
	r.setting, r.requested_visibility, r.visibility, r.give_ms, r.create_ms
FROM arc a
JOIN recognition r ON r.id = a.recognition
LEFT JOIN member m ON m.id = r.giver
WHERE a.receiver = $1 AND r.id > $2
ORDER BY r.id
