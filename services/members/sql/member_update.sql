-- Numbered like member_insert; $2, $15 and $19 never change.
UPDATE member
SET display_name = $3, email = $4, team = $5, title = $6, manager = $7, leader_said = $8, hats = $9, joined_day = $10,
	left_day = $11, locale = $12, time_zone = $13, external_id = $14, status = $16, folded = $17, revision = $18,
	update_ms = $20
WHERE id = $1
