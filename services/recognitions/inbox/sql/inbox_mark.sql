UPDATE arc SET inbox_state = 2 WHERE recognition = $1 AND receiver = $2 AND inbox_state <> 2 AND inbox_ms <= $3
