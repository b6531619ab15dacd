-- Lines about the member $1, newest first: before seq $2, from $3 to before $4, by the actor $5 (NULL: any); $6 rows.
SELECT seq, time_ms, actor, action, subject, call_id, member
FROM audit
WHERE member IS NOT NULL AND member = $1 AND seq < $2 AND time_ms >= $3 AND time_ms < $4
	AND ($5 IS NULL OR actor = $5)
ORDER BY seq DESC
LIMIT $6
