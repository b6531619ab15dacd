-- The projection of members, fed by members' events and thrown away when their epoch changes. team, manager and leader
-- are those of now. Handles are not UNIQUE here: members sees to that, and a projection takes what it is told.
-- locale: the language a member reads, for what people read of Kleos; '' is not said.
CREATE TABLE member (
	id BLOB NOT NULL PRIMARY KEY,
	handle TEXT NOT NULL,
	display_name TEXT NOT NULL,
	status INTEGER NOT NULL,
	joined_day INTEGER NOT NULL,
	left_day INTEGER NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	manager BLOB,
	leader INTEGER NOT NULL,
	locale TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_handle ON member (handle);
CREATE INDEX member_by_manager ON member (manager) WHERE manager IS NOT NULL;

-- A stretch of days with the same team, manager and leadership. The first of a member starts at -2147483648.
CREATE TABLE spell (
	member BLOB NOT NULL,
	from_day INTEGER NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	manager BLOB,
	leader INTEGER NOT NULL,
	PRIMARY KEY (member, from_day)
) STRICT, WITHOUT ROWID;
