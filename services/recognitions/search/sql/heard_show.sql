-- heard_find with the words, and without an end
SELECT e.row, e.give_ms, e.recognition, e.words
FROM heard h
JOIN entry e ON e.row = h.rowid
WHERE h.heard MATCH $1 AND h.rowid < $2 AND h.rowid >= $3
ORDER BY h.rowid DESC
