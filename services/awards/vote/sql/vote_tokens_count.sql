SELECT count(*) AS n FROM vote_token WHERE cycle = $1
