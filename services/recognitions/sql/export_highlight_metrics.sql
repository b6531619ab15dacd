SELECT highlight AS after_key, highlight, name, millionths, unit
FROM highlight_metric
WHERE highlight > $2 AND highlight IN (SELECT highlight FROM highlight_person WHERE person = $1)
ORDER BY highlight, position
