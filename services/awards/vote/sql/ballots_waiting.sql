SELECT count(*) AS n FROM (SELECT 1 FROM ballot WHERE cycle = $1 AND waits = 1 LIMIT $2) AS waiting
