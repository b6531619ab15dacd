-- Of each nominee in the cycle $1: the weighted scores of all jurors, and how many jurors there are.
SELECT s.nominee, SUM(s.score * c.weight) AS points, COUNT(DISTINCT s.juror) AS jurors
FROM score s
JOIN criterion c ON c.cycle = s.cycle AND c.position = s.position
WHERE s.cycle = $1
GROUP BY s.nominee
