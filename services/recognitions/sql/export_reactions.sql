SELECT recognition AS after_key, recognition, emoji, react_ms
FROM reaction
WHERE member = $1 AND recognition > $2
ORDER BY recognition, emoji
