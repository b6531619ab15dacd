-- Like audit_about, over the whole log: about $1 in any way (NULL: everything).
SELECT seq, time_ms, actor, action, subject, call_id, member
FROM audit
WHERE ($1 IS NULL OR subject = $1 OR member = $1) AND seq < $2 AND time_ms >= $3 AND time_ms < $4
	AND ($5 IS NULL OR actor = $5)
ORDER BY seq DESC
LIMIT $6
