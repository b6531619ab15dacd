-- one without words is of somebody who was erased
SELECT title, description, kind, requested_visibility, visibility, on_day, create_ms, update_ms
FROM highlight
WHERE id = $1 AND title <> ''
