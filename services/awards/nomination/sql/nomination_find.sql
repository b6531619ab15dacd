SELECT id FROM nomination WHERE cycle = $1 AND nominator = $2 AND nominee = $3
