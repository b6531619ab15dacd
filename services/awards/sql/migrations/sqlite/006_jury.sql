-- What the jury of a cycle scores, and who is on it, in their order.
CREATE TABLE criterion (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	weight INTEGER NOT NULL,
	PRIMARY KEY (cycle, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE juror (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	position INTEGER NOT NULL,
	member BLOB NOT NULL,
	PRIMARY KEY (cycle, position),
	UNIQUE (cycle, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX juror_by_member ON juror (member, cycle);

-- position: of the criterion.
CREATE TABLE score (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	nominee BLOB NOT NULL,
	juror BLOB NOT NULL,
	position INTEGER NOT NULL,
	score INTEGER NOT NULL,
	PRIMARY KEY (cycle, nominee, juror, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_by_juror ON score (juror, nominee);
