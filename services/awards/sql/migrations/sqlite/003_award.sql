-- Awards, their rounds, and who was named.
CREATE TABLE award (
	id BLOB NOT NULL PRIMARY KEY,
	slug TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	description TEXT NOT NULL,
	criteria TEXT NOT NULL,
	scope INTEGER NOT NULL,
	hashtag TEXT NOT NULL,
	create_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX award_by_time ON award (create_ms, id);

-- version: the etag.
CREATE TABLE cycle (
	id BLOB NOT NULL PRIMARY KEY,
	award BLOB NOT NULL REFERENCES award (id),
	title TEXT NOT NULL,
	phase INTEGER NOT NULL,
	max_nominations INTEGER NOT NULL,
	self_nomination INTEGER NOT NULL,
	version INTEGER NOT NULL,
	create_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX cycle_by_award ON cycle (award, create_ms, id);

-- nominee_team: of the day it was made. One a person and nominee: a repeat replaces.
CREATE TABLE nomination (
	id BLOB NOT NULL PRIMARY KEY,
	cycle BLOB NOT NULL REFERENCES cycle (id),
	nominee BLOB NOT NULL,
	nominator BLOB NOT NULL,
	reason TEXT NOT NULL,
	source INTEGER NOT NULL,
	status INTEGER NOT NULL,
	nominee_team INTEGER NOT NULL REFERENCES team (id),
	create_ms INTEGER NOT NULL,
	UNIQUE (cycle, nominator, nominee)
) STRICT, WITHOUT ROWID;
CREATE INDEX nomination_by_cycle ON nomination (cycle, create_ms, id);
CREATE INDEX nomination_by_time ON nomination (create_ms);
-- For exports and erasures.
CREATE INDEX nomination_by_nominee ON nomination (nominee, id);
CREATE INDEX nomination_by_nominator ON nomination (nominator, id);

CREATE TABLE nomination_link (
	nomination BLOB NOT NULL REFERENCES nomination (id),
	position INTEGER NOT NULL,
	url TEXT NOT NULL,
	title TEXT NOT NULL,
	PRIMARY KEY (nomination, position)
) STRICT, WITHOUT ROWID;
