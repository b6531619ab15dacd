-- Team paths are kept once and named by a small number: stamps stay small, and renaming a team touches one row.
-- 0 is "no team". Never deleted: stamps name them for ever.
CREATE TABLE team (
	id INTEGER NOT NULL PRIMARY KEY,
	path TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO team (id, path) VALUES (0, '');

-- The projection of members, fed by members' events and thrown away when their epoch changes. team, manager and leader
-- are those of now. Handles are not UNIQUE here: members sees to that, and a projection takes what it is told.
CREATE TABLE member (
	id BLOB NOT NULL PRIMARY KEY,
	handle TEXT NOT NULL,
	display_name TEXT NOT NULL,
	status INTEGER NOT NULL,
	joined_day INTEGER NOT NULL,
	left_day INTEGER NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	manager BLOB,
	leader INTEGER NOT NULL
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

-- giver_team and giver_leader: as they were on the day it was given. links: how many rows recognition_link holds.
-- A feed is merged from walks in these indexes, each by (give_ms, id): what everyone may see, what a team may see, what
-- a person gave or received. Their conditions name visibilities by number: 3 is TEAM, 4 and 5 are louder.
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

-- One receiver of one recognition. team and managed (the giver was the receiver's manager): as they were on the day.
-- give_ms and visibility repeat the recognition's, so that a feed is walked in an index.
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

CREATE TABLE recognition_link (
	recognition BLOB NOT NULL,
	position INTEGER NOT NULL,
	url TEXT NOT NULL,
	title TEXT NOT NULL,
	PRIMARY KEY (recognition, position)
) STRICT, WITHOUT ROWID;

-- What an import has taken in: identity is a digest of the row's request id, else of the row and its ordinal; content
-- is a digest of the row. The day it was given leads (of rows with a request id: -1), so that a file in order of time
-- writes few pages.
CREATE TABLE imported_row (
	day INTEGER NOT NULL,
	identity BLOB NOT NULL,
	content BLOB NOT NULL,
	recognition BLOB NOT NULL,
	PRIMARY KEY (day, identity)
) STRICT, WITHOUT ROWID;
