SELECT text FROM ballot WHERE cycle = $1 AND entry = $2
