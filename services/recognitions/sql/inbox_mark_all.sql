UPDATE arc SET unread = 0 WHERE receiver = $1 AND unread = 1 AND inbox_ms <= $2
