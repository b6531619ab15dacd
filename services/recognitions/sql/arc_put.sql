-- $10 its inbox_state; what comes when its receiver's mark has passed its time is told of again
INSERT INTO arc (recognition, position, receiver, credit, team, direction, visibility, give_ms, cap, inbox_state,
	inbox_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
	CASE WHEN $10 = 0 AND EXISTS (SELECT 1 FROM inbox_mark WHERE member = $3 AND read_ms >= $8) THEN 1 ELSE $10 END,
	$11)
