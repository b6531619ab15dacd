SELECT public_key, size FROM vote_log WHERE cycle = $1
