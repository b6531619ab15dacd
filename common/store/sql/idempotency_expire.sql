-- Rows of days before $1, at most $2 of them, oldest first.
DELETE FROM idempotency
WHERE (day, key) IN (SELECT day, key FROM idempotency WHERE day < $1 ORDER BY day, key LIMIT $2)
