SELECT cycle FROM ballot WHERE waits = 1 GROUP BY cycle HAVING count(*) >= $1 LIMIT 1
