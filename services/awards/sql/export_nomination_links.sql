-- Of the same nominations as export_nominations.
SELECT l.nomination AS after_key, l.nomination, l.url, l.title
FROM nomination n
JOIN cycle c ON c.id = n.cycle
JOIN nomination_link l ON l.nomination = n.id
WHERE (n.nominator = $1 OR (n.nominee = $1 AND c.phase > 2)) AND n.id > $2
ORDER BY l.nomination, l.position
