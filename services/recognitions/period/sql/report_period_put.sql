INSERT INTO report_period (id, kind, from_day, ready_ms, told)
SELECT $1, $2, $3, $4, EXISTS (SELECT 1 FROM report_period WHERE kind = $2)
WHERE true
ON CONFLICT (kind, from_day) DO NOTHING
