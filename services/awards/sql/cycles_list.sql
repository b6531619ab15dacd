SELECT id, award, title, phase, max_nominations, self_nomination, version, create_ms
FROM cycle
WHERE award = $1 AND (create_ms, id) < ($2, $3)
ORDER BY create_ms DESC, id DESC
LIMIT $4
