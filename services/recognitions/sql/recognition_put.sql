INSERT INTO recognition (id, giver, giver_team, giver_leader, message, value, win, prompt, setting,
	requested_visibility, visibility, links, imported, give_ms, create_ms, giver_cap, edit_ms, metrics)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, $17)
