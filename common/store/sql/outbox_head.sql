SELECT seq, time_ms FROM outbox ORDER BY seq DESC LIMIT 1
