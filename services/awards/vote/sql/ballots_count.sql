SELECT count(*) AS n FROM ballot WHERE cycle = $1
