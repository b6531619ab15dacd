SELECT inbox_state, inbox_event, inbox_ms FROM arc WHERE recognition = $1 AND receiver = $2
