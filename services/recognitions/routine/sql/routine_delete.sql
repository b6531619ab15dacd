DELETE FROM routine WHERE id = $1
