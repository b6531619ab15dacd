-- The candidates (5) of the cycle $1, their managers and those whom they manage.
SELECT n.nominee AS member FROM nomination n WHERE n.cycle = $1 AND n.status = 5
UNION
SELECT m.manager AS member
FROM nomination n
JOIN member m ON m.id = n.nominee
WHERE n.cycle = $1 AND n.status = 5 AND m.manager IS NOT NULL
UNION
SELECT m.id AS member
FROM nomination n
JOIN member m ON m.manager = n.nominee
WHERE n.cycle = $1 AND n.status = 5
ORDER BY member
