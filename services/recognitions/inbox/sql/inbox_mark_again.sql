UPDATE arc SET inbox_state = 2 WHERE receiver = $1 AND inbox_state = 1 AND inbox_ms <= $2
