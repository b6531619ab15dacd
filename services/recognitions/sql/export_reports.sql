SELECT id AS after_key, id, recognition, content, reason, create_ms
FROM content_report
WHERE reporter = $1 AND id > $2
ORDER BY id
