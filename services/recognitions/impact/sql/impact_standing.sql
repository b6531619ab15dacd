SELECT give_ms, visibility FROM recognition WHERE id = $1
