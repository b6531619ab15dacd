SELECT ceiling, channels, note, update_ms FROM preference WHERE member = $1
