SELECT c.id, c.award, c.title, c.phase, c.max_nominations, c.self_nomination, c.shortlist_size, c.shortlist, c.tally,
	c.no_award, c.electorate, c.team, t.path AS team_path, c.recusal, c.opens_nominating_ms, c.closes_nominating_ms,
	c.opens_voting_ms, c.closes_voting_ms, c.announces_ms, c.version, c.create_ms
FROM cycle c
JOIN team t ON t.id = c.team
WHERE c.award = $1 AND (c.create_ms, c.id) < ($2, $3)
ORDER BY c.create_ms DESC, c.id DESC
LIMIT $4
