UPDATE ballot SET waits = 0 WHERE cycle = $1 AND entry = $2
