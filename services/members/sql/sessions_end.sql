DELETE FROM session WHERE api_key = $1
