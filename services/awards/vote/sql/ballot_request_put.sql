INSERT INTO ballot_request (cycle, request, entry) VALUES ($1, $2, $3)
ON CONFLICT (cycle, request) DO NOTHING
