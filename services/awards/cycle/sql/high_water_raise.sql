UPDATE high_water SET ms = $1 WHERE id = 1 AND ms < $1
