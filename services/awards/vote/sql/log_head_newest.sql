SELECT size, root, signature FROM vote_log_head WHERE cycle = $1 ORDER BY size DESC LIMIT 1
