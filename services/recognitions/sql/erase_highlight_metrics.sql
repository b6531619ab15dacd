DELETE FROM highlight_metric WHERE highlight IN (SELECT id FROM highlight WHERE member = $1)
