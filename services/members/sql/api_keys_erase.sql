UPDATE api_key SET name = '', revoke_ms = COALESCE(revoke_ms, $2) WHERE member = $1
