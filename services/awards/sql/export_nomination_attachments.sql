-- Of the same nominations as export_nominations.
SELECT a.nomination AS after_key, a.nomination, a.name
FROM nomination n
JOIN cycle c ON c.id = n.cycle
JOIN nomination_attachment a ON a.nomination = n.id
WHERE (n.nominator = $1 OR (n.nominee = $1 AND c.phase > 2)) AND n.id > $2
ORDER BY a.nomination, a.position
