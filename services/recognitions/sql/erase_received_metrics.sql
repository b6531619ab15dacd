-- Of what was given to the member $1 alone.
DELETE FROM recognition_metric
WHERE recognition IN (
	SELECT recognition FROM arc mine WHERE receiver = $1
		AND NOT EXISTS (SELECT 1 FROM arc other WHERE other.recognition = mine.recognition AND other.receiver <> $1))
