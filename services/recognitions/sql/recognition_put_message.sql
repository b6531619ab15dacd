UPDATE recognition SET message = $2, edit_ms = $3 WHERE id = $1
