DELETE FROM highlight_metric WHERE highlight = $1
