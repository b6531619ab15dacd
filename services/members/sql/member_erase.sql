-- A tombstone: what figures count (team, days, who managed whom) stays, what tells who it was does not.
UPDATE member
SET handle = $2, display_name = $3, email = '', title = '', hats = '', locale = '', time_zone = '', external_id = '',
	ceiling = 0, status = 3, folded = '', revision = revision + 1, update_ms = $4
WHERE id = $1
