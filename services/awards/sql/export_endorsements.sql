-- Nominations that the member $1 endorsed, behind the id $2.
SELECT e.nomination AS after_key, e.nomination, n.cycle, n.nominee, e.create_ms
FROM endorsement e
JOIN nomination n ON n.id = e.nomination
WHERE e.member = $1 AND e.nomination > $2
ORDER BY e.nomination
