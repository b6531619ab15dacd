-- The projection of members, fed by members' events and thrown away when their epoch changes.
CREATE TABLE member (
	id BLOB NOT NULL PRIMARY KEY,
	handle TEXT NOT NULL,
	display_name TEXT NOT NULL,
	status INTEGER NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_handle ON member (handle);
