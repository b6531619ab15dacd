UPDATE api_key SET use_ms = $2 WHERE id = $1 AND (use_ms IS NULL OR use_ms < $2)
