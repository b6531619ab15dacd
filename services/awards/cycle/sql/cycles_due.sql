SELECT c.id, c.award, c.title, c.phase, c.max_nominations, c.self_nomination, c.shortlist_size, c.shortlist, c.tally,
	c.no_award, c.electorate, c.team, t.path AS team_path, c.recusal, c.opens_nominating_ms, c.closes_nominating_ms,
	c.opens_voting_ms, c.closes_voting_ms, c.announces_ms, c.version, c.create_ms
FROM cycle_due d
JOIN cycle c ON c.id = d.id
JOIN team t ON t.id = c.team
WHERE d.due_ms > 0 AND d.due_ms <= $1
ORDER BY d.due_ms, c.id
LIMIT $2
