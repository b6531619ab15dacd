SELECT url, title FROM highlight_link WHERE highlight = $1 ORDER BY position
