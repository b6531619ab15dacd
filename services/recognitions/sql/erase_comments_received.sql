-- What others commented on thanks for the member $1 alone.
UPDATE comment SET message = ''
WHERE message <> '' AND recognition IN (
	SELECT recognition FROM arc mine WHERE receiver = $1
		AND NOT EXISTS (SELECT 1 FROM arc other WHERE other.recognition = mine.recognition AND other.receiver <> $1))
