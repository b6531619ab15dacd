SELECT seq, type, subject, time_ms, imported
FROM outbox
WHERE seq > $1
ORDER BY seq
LIMIT $2
