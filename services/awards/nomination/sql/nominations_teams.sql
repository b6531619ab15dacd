SELECT DISTINCT t.path AS team
FROM nomination n
JOIN team t ON t.id = n.nominee_team
WHERE n.outsider_name = '' AND ((n.create_ms >= $1 AND n.create_ms < $2)
	OR n.id IN (SELECT w.nomination FROM award_won w WHERE w.announce_ms >= $1 AND w.announce_ms < $2))
ORDER BY t.path
