SELECT entry FROM vote_log_entry WHERE cycle = $1 AND position >= $2 ORDER BY position LIMIT $3
