-- Team paths are kept once and named by a small number: stamps stay small. Numbers are never deleted: stamps name them
-- for ever. identity: what members calls the team, for its path changes when it is renamed, and two numbers have one
-- path after a merge; NULL: stamped before members told of it. 0 is "no team".
CREATE TABLE team (
	id INTEGER NOT NULL PRIMARY KEY,
	identity BLOB UNIQUE,
	path TEXT NOT NULL
) STRICT;
CREATE INDEX team_by_path ON team (path);
INSERT INTO team (id, path) VALUES (0, '');
