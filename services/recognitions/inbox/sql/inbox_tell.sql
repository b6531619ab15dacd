UPDATE arc SET inbox_state = 1, inbox_event = $3, inbox_ms = $4 WHERE recognition = $1 AND receiver <> $2
