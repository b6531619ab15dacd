SELECT entry FROM ballot WHERE cycle = $1 AND waits = 1 ORDER BY entry LIMIT $2
