SELECT handle, display_name FROM member WHERE id = $1
