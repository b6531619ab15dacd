SELECT name, millionths, unit FROM recognition_metric WHERE recognition = $1 ORDER BY position
