-- Whom a line of the audit log is about, so that they find it without reading the log. Few lines are about a member,
-- and only those are in the index.
ALTER TABLE audit ADD COLUMN member BLOB;
CREATE INDEX audit_about ON audit (member, seq) WHERE member IS NOT NULL;

-- Members whose personal data this database has given up (state 2) or is giving up (1). The names are there only until
-- that is done: to find them in what others wrote.
CREATE TABLE erasure (
	member BLOB NOT NULL PRIMARY KEY,
	state INTEGER NOT NULL,
	handle TEXT NOT NULL,
	display_name TEXT NOT NULL,
	begin_ms INTEGER NOT NULL,
	end_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
