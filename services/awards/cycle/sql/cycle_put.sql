INSERT INTO cycle (id, award, title, phase, max_nominations, self_nomination, shortlist_size, shortlist, tally, no_award,
	electorate, team, recusal, opens_nominating_ms, closes_nominating_ms, opens_voting_ms, closes_voting_ms, announces_ms, version, create_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, $19)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, max_nominations = excluded.max_nominations,
	self_nomination = excluded.self_nomination, shortlist_size = excluded.shortlist_size,
	shortlist = excluded.shortlist, tally = excluded.tally, no_award = excluded.no_award,
	electorate = excluded.electorate, team = excluded.team, recusal = excluded.recusal,
	opens_nominating_ms = excluded.opens_nominating_ms, closes_nominating_ms = excluded.closes_nominating_ms,
	opens_voting_ms = excluded.opens_voting_ms, closes_voting_ms = excluded.closes_voting_ms,
	announces_ms = excluded.announces_ms, version = cycle.version + 1
