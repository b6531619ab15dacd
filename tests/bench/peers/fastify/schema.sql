-- The tables that giving touches, with the columns and indexes that Kleos has. Members are simpler: one row says all.
CREATE TABLE team (
	id INTEGER NOT NULL PRIMARY KEY,
	path TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE member (
	id BLOB NOT NULL PRIMARY KEY,
	handle TEXT NOT NULL UNIQUE,
	display_name TEXT NOT NULL,
	status INTEGER NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	manager BLOB,
	leader INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE preference (
	member BLOB NOT NULL PRIMARY KEY,
	ceiling INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_key (
	hash BLOB NOT NULL PRIMARY KEY,
	id BLOB NOT NULL,
	member BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recognition (
	id BLOB NOT NULL PRIMARY KEY,
	giver BLOB NOT NULL,
	giver_team INTEGER NOT NULL REFERENCES team (id),
	giver_leader INTEGER NOT NULL,
	message TEXT NOT NULL,
	value TEXT NOT NULL,
	win INTEGER NOT NULL,
	prompt INTEGER NOT NULL,
	setting INTEGER NOT NULL,
	requested_visibility INTEGER NOT NULL,
	visibility INTEGER NOT NULL,
	links INTEGER NOT NULL,
	imported INTEGER NOT NULL,
	give_ms INTEGER NOT NULL,
	create_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX recognition_by_giver ON recognition (giver, give_ms, id);
CREATE INDEX recognition_of_everyone ON recognition (give_ms, id) WHERE visibility >= 4;
CREATE INDEX recognition_by_value ON recognition (value, give_ms, id) WHERE visibility >= 4 AND value <> '';
CREATE INDEX recognition_by_team ON recognition (giver_team, give_ms, id) WHERE visibility >= 4;
CREATE INDEX recognition_in_team ON recognition (giver_team, give_ms, id) WHERE visibility = 3;

CREATE TABLE arc (
	recognition BLOB NOT NULL,
	position INTEGER NOT NULL,
	receiver BLOB NOT NULL,
	credit TEXT NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	managed INTEGER NOT NULL,
	visibility INTEGER NOT NULL,
	give_ms INTEGER NOT NULL,
	PRIMARY KEY (recognition, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX arc_by_receiver ON arc (receiver, give_ms, recognition, visibility);
CREATE INDEX arc_by_team ON arc (team, give_ms, recognition) WHERE visibility >= 4;
CREATE INDEX arc_in_team ON arc (team, give_ms, recognition) WHERE visibility = 3;

CREATE TABLE outbox (
	seq INTEGER NOT NULL PRIMARY KEY,
	type TEXT NOT NULL,
	subject BLOB NOT NULL,
	time_ms INTEGER NOT NULL,
	imported INTEGER NOT NULL
) STRICT;

-- One look-up finds a key. Dropping a day reads the whole table, at night.
CREATE TABLE idempotency (
	day INTEGER NOT NULL,
	key BLOB NOT NULL PRIMARY KEY,
	payload BLOB NOT NULL,
	resource BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
	seq INTEGER NOT NULL PRIMARY KEY,
	time_ms INTEGER NOT NULL,
	actor BLOB,
	action TEXT NOT NULL,
	subject BLOB,
	call_id TEXT
) STRICT;
