-- Until when a member has read everything, of what was given.
CREATE TABLE inbox_mark (
	member BLOB NOT NULL PRIMARY KEY,
	read_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
