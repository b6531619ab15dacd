INSERT INTO cycle (id, award, title, phase, max_nominations, self_nomination, version, create_ms)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
