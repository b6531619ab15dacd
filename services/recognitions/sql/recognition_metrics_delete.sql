DELETE FROM recognition_metric WHERE recognition = $1
