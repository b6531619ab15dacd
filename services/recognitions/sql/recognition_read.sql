SELECT r.giver, r.giver_team, t.path AS giver_team_path, r.giver_leader, m.handle, m.display_name, r.message, r.value,
	r.win, r.prompt, r.setting, r.requested_visibility, r.visibility, r.links, r.imported, r.give_ms, r.create_ms,
	r.giver_cap, r.edit_ms, r.joiners, r.reactions, r.comments, r.metrics
FROM recognition r
JOIN team t ON t.id = r.giver_team
LEFT JOIN member m ON m.id = r.giver
WHERE r.id = $1 AND r.visibility > 0
