-- The tables every service has.

-- Single values: 'epoch' (16 random bytes, made with the database).
CREATE TABLE meta (
	name TEXT NOT NULL PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Events, dense from 1.
CREATE TABLE outbox (
	seq INTEGER NOT NULL PRIMARY KEY,
	type TEXT NOT NULL,
	subject BLOB NOT NULL,
	time_ms INTEGER NOT NULL,
	imported INTEGER NOT NULL
) STRICT;

-- How far this service has applied what another one published.
CREATE TABLE cursor (
	source TEXT NOT NULL PRIMARY KEY,
	epoch BLOB NOT NULL,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a request id has done. The day (of Unix time) leads, so that a day is dropped as one range.
CREATE TABLE idempotency (
	day INTEGER NOT NULL,
	key BLOB NOT NULL,
	payload BLOB NOT NULL,
	resource BLOB,
	PRIMARY KEY (day, key)
) STRICT, WITHOUT ROWID;

-- Who changed what. No index: it is read by people, written by every change.
CREATE TABLE audit (
	seq INTEGER NOT NULL PRIMARY KEY,
	time_ms INTEGER NOT NULL,
	actor BLOB,
	action TEXT NOT NULL,
	subject BLOB,
	call_id TEXT
) STRICT;
