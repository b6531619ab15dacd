UPDATE arc SET unread = 0 WHERE recognition = $1 AND receiver = $2 AND unread = 1 AND inbox_ms <= $3
