-- The rules of a cycle and the times at which the clock ends its phases; 0: only by hand.
ALTER TABLE cycle ADD COLUMN shortlist_size INTEGER NOT NULL DEFAULT 5;
ALTER TABLE cycle ADD COLUMN shortlist INTEGER NOT NULL DEFAULT 4;
ALTER TABLE cycle ADD COLUMN tally INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cycle ADD COLUMN no_award INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cycle ADD COLUMN electorate INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cycle ADD COLUMN team INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cycle ADD COLUMN recusal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cycle ADD COLUMN opens_nominating_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cycle ADD COLUMN closes_nominating_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cycle ADD COLUMN opens_voting_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cycle ADD COLUMN closes_voting_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cycle ADD COLUMN announces_ms INTEGER NOT NULL DEFAULT 0;

-- When the clock ends the phase that each is in.
CREATE VIEW cycle_due AS
SELECT id, CASE phase
	WHEN 1 THEN opens_nominating_ms
	WHEN 2 THEN closes_nominating_ms
	WHEN 3 THEN opens_voting_ms
	WHEN 4 THEN closes_voting_ms
	WHEN 5 THEN announces_ms
	ELSE 0 END AS due_ms
FROM cycle;

-- The latest time that this service has acted on: its clock never goes back behind it. One row.
CREATE TABLE high_water (
	id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	ms INTEGER NOT NULL
) STRICT;
INSERT INTO high_water (id, ms) VALUES (1, 0);
