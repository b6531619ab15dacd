SELECT read_ms FROM inbox_mark WHERE member = $1
