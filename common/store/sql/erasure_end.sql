UPDATE erasure SET state = 2, end_ms = $2 WHERE member = $1 AND state = 1
