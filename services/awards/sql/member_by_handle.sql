SELECT id, handle, display_name, status, team FROM member WHERE handle = $1
