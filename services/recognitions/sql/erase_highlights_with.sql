-- Work of others that the member $1 collaborated on, only where its words name their handle $2 or their name $3.
UPDATE highlight SET
	title = CASE
		WHEN $2 <> '' AND replace(lower(title), $2, '') <> lower(title) THEN '-'
		WHEN $3 <> '' AND replace(title, $3, '') <> title THEN '-'
		ELSE title END,
	description = CASE
		WHEN $2 <> '' AND replace(lower(description), $2, '') <> lower(description) THEN ''
		WHEN $3 <> '' AND replace(description, $3, '') <> description THEN ''
		ELSE description END
WHERE id IN (SELECT highlight FROM highlight_person WHERE person = $1) AND (
	($2 <> '' AND replace(lower(title), $2, '') <> lower(title))
	OR ($2 <> '' AND replace(lower(description), $2, '') <> lower(description))
	OR ($3 <> '' AND replace(title, $3, '') <> title)
	OR ($3 <> '' AND replace(description, $3, '') <> description))
