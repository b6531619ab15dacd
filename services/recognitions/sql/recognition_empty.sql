UPDATE recognition SET giver_team = 0, giver_leader = 0, message = '', value = '', win = 0, prompt = 0, setting = 0,
	requested_visibility = 0, giver_cap = 0, visibility = 0, links = 0, edit_ms = 0,
	joiners = 0, reactions = 0, comments = 0, metrics = 0
WHERE id = $1
