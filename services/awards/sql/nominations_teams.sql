SELECT DISTINCT nominee_team AS team
FROM nomination
WHERE create_ms >= $1 AND create_ms < $2
ORDER BY nominee_team
