-- What the member $1 said on juries, of nominees behind the id $2.
SELECT s.nominee AS after_key, s.cycle, s.nominee, c.name AS criterion, s.score
FROM score s
JOIN criterion c ON c.cycle = s.cycle AND c.position = s.position
WHERE s.juror = $1 AND s.nominee > $2
ORDER BY s.nominee, s.cycle, s.position
