DELETE FROM ballot_waiting WHERE cycle = $1 AND entry = $2
