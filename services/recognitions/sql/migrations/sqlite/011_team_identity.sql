-- A team has an identity, which members gives it, beside its number here, which stamps name: its path changes when it
-- is renamed, and two have one path after a merge. NULL: stamped before members told of identities.
-- The table is made anew because a UNIQUE constraint cannot be dropped; its numbers stay.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE team_before (id INTEGER NOT NULL PRIMARY KEY, path TEXT NOT NULL) STRICT;
INSERT INTO team_before (id, path) SELECT id, path FROM team;
DROP TABLE team;
CREATE TABLE team (
	id INTEGER NOT NULL PRIMARY KEY,
	identity BLOB UNIQUE,
	path TEXT NOT NULL
) STRICT;
INSERT INTO team (id, path) SELECT id, path FROM team_before;
DROP TABLE team_before;
CREATE INDEX team_by_path ON team (path);
