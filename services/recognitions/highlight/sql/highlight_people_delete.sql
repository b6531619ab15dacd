DELETE FROM highlight_person WHERE highlight = $1
