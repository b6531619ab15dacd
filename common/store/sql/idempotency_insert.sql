INSERT INTO idempotency (day, key, payload, resource) VALUES ($1, $2, $3, $4)
