-- Texts to the member $1: whole when they were thanked alone; when others were thanked with them, only where the text
-- names their handle $2 or their name $3, for it is the others' thanks too.
UPDATE recognition SET message = '',
	links = (SELECT COUNT(*) FROM recognition_link l WHERE l.recognition = recognition.id),
	metrics = (SELECT COUNT(*) FROM recognition_metric f WHERE f.recognition = recognition.id)
WHERE id IN (
	SELECT r.id FROM arc mine JOIN recognition r ON r.id = mine.recognition
	WHERE mine.receiver = $1 AND r.message <> '' AND (
		NOT EXISTS (SELECT 1 FROM arc other WHERE other.recognition = mine.recognition AND other.receiver <> $1)
		OR ($2 <> '' AND replace(lower(r.message), $2, '') <> lower(r.message))
		OR ($3 <> '' AND replace(r.message, $3, '') <> r.message))
	LIMIT 1000)
