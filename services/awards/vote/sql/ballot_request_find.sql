SELECT entry FROM ballot_request WHERE cycle = $1 AND request = $2
