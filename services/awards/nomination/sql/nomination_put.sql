INSERT INTO nomination (id, cycle, nominee, nominator, reason, source, status, nominee_team, create_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (cycle, nominator, nominee)
DO UPDATE SET reason = excluded.reason, nominee_team = excluded.nominee_team, create_ms = excluded.create_ms
