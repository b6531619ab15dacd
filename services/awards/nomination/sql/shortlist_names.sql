-- Whom each person named, nominated or endorsed, person after person; of those who accepted (2).
SELECT nominator AS person, nominee FROM nomination WHERE cycle = $1 AND status = 2
UNION
SELECT e.member AS person, n.nominee
FROM nomination n
JOIN endorsement e ON e.nomination = n.id
WHERE n.cycle = $1 AND n.status = 2
ORDER BY person, nominee
