SELECT name, millionths, unit FROM highlight_metric WHERE highlight = $1 ORDER BY position
