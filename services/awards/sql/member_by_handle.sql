SELECT id, handle, display_name, status, team, manager FROM member WHERE handle = $1
