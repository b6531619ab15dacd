SELECT entry FROM ballot_waiting WHERE cycle = $1 ORDER BY entry LIMIT $2
