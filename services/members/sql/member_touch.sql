UPDATE member SET revision = revision + 1, update_ms = $2 WHERE id = $1
