DELETE FROM session WHERE COALESCE(api_key, member) = $1
