-- Whatever is made of the texts of the member $1 (search) is made anew: an event for each recognition they gave or
-- received, at the time $2.
INSERT INTO outbox (seq, type, subject, time_ms, imported)
SELECT (SELECT coalesce(max(seq), 0) FROM outbox) + row_number() OVER (ORDER BY id), 'recognition.erased', id, $2, 1
FROM (SELECT id FROM recognition WHERE giver = $1 UNION SELECT recognition AS id FROM arc WHERE receiver = $1) AS touched
