-- Work that the member $1 shared or collaborated on, behind the highlight $2.
SELECT id AS after_key, id, member, title, description, kind, requested_visibility, visibility, on_day, create_ms,
	update_ms
FROM highlight
WHERE id > $2 AND id IN (SELECT highlight FROM highlight_person WHERE person = $1)
ORDER BY id
