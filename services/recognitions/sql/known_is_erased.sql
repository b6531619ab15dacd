SELECT 1 AS found FROM member WHERE id = $1 AND status = 3
