SELECT cycle, expire_ms, voted FROM vote_token WHERE hash = $1
