SELECT count(*) AS n FROM (SELECT 1 FROM ballot_waiting WHERE cycle = $1 LIMIT $2) AS waiting
