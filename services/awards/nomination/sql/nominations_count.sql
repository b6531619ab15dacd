SELECT count(*) AS n FROM nomination WHERE cycle = $1 AND nominator = $2
