SELECT recognition AS after_key, recognition, note, join_ms
FROM joiner
WHERE member = $1 AND recognition > $2
ORDER BY recognition
