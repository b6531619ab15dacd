SELECT highlight AS after_key, highlight, url, title
FROM highlight_link
WHERE highlight > $2 AND highlight IN (SELECT highlight FROM highlight_person WHERE person = $1)
ORDER BY highlight, position
