-- Figures of the work of what the member $1 gave or received, behind the recognition $2.
SELECT recognition AS after_key, recognition, name, millionths, unit
FROM recognition_metric
WHERE recognition > $2 AND recognition IN (
	SELECT id FROM recognition WHERE giver = $1 AND metrics > 0
	UNION SELECT recognition FROM arc WHERE receiver = $1
)
ORDER BY recognition, position
