SELECT id AS after_key, id, recognition, content, note, resolve_ms
FROM content_report
WHERE resolver = $1 AND id > $2
ORDER BY id
