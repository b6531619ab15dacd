-- Teams by number: what a nomination is stamped with stays when the team is renamed, and two numbers have one path after
-- a merge. identity: members' id of it; NULL: stamped before members told of identities. 0 is "no team".
CREATE TABLE team (
	id INTEGER NOT NULL PRIMARY KEY,
	identity BLOB UNIQUE,
	path TEXT NOT NULL
) STRICT;
CREATE INDEX team_by_path ON team (path);
INSERT INTO team (id, path) VALUES (0, '');
