SELECT member, handle, display_name FROM erasure WHERE state = 1 ORDER BY member LIMIT $1
