-- Of cycles that are over (phase past 4, VOTING): who has voted before that is nobody's to see. Behind the id $2.
SELECT v.cycle AS after_key, v.cycle, v.voted AS voted_flag
FROM voter v
JOIN cycle c ON c.id = v.cycle
WHERE v.member = $1 AND v.cycle > $2 AND c.phase > 4
ORDER BY v.cycle
