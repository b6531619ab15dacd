-- How a member likes to be recognised. ceiling 0: the deployment's default. channels: their numbers as letters, in
-- order. version: the etag.
CREATE TABLE preference (
	member BLOB NOT NULL PRIMARY KEY,
	ceiling INTEGER NOT NULL,
	channels TEXT NOT NULL,
	note TEXT NOT NULL,
	version INTEGER NOT NULL,
	update_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
