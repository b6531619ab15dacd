SELECT id FROM member WHERE manager IS NOT NULL AND manager = $1 ORDER BY id
