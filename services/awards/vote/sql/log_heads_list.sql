SELECT size, root, signature FROM vote_log_head WHERE cycle = $1 AND size > $2 ORDER BY size LIMIT $3
