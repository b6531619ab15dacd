DELETE FROM highlight_link WHERE highlight = $1
