DELETE FROM ballot_request WHERE cycle = $1
