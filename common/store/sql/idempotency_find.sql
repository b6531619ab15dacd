SELECT payload, resource FROM idempotency WHERE day = $1 AND key = $2
