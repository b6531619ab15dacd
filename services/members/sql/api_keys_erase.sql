UPDATE api_key SET name = '', use_ms = NULL, revoke_ms = COALESCE(revoke_ms, $2) WHERE member = $1
