-- Lines about the member $1, oldest first, behind seq $2.
SELECT seq AS after_key, time_ms AS call_ms, action, actor, subject, call_id
FROM audit
WHERE member IS NOT NULL AND member = $1 AND seq > $2
ORDER BY seq
