UPDATE arc SET unread = 1, inbox_event = $3, inbox_ms = $4 WHERE recognition = $1 AND receiver <> $2
