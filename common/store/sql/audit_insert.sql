INSERT INTO audit (seq, time_ms, actor, action, subject, call_id, member)
VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM audit), $1, $2, $3, $4, $5, $6)
