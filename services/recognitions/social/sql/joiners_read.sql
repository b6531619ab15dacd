SELECT j.member, j.note, j.join_ms, m.handle, m.display_name
FROM joiner j
LEFT JOIN member m ON m.id = j.member
WHERE j.recognition = $1
ORDER BY j.join_ms DESC, j.member DESC
LIMIT $2
