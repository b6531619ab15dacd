SELECT count(*) AS unread
FROM (SELECT 1 FROM arc WHERE receiver = $1 AND unread = 1 LIMIT $2) AS counted
