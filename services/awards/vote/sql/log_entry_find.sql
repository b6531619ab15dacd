SELECT position FROM vote_log_entry WHERE cycle = $1 AND entry = $2
