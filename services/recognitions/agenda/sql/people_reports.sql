SELECT id, handle, display_name FROM member
WHERE status = $1 AND joined_day <= $2 AND handle > $3 AND manager IS NOT NULL AND manager = $5
ORDER BY handle LIMIT $4
