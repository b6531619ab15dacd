-- The newest day that has rows and is before $1.
SELECT day FROM idempotency WHERE day < $1 ORDER BY day DESC LIMIT 1
