SELECT cycle FROM ballot_waiting GROUP BY cycle HAVING count(*) >= $1 LIMIT 1
