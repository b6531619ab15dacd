SELECT 1 AS found FROM pulse_mark WHERE month = $1 LIMIT 1
