DELETE FROM highlight_link WHERE highlight IN (SELECT id FROM highlight WHERE member = $1)
