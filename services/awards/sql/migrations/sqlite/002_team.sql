-- Teams by number: what a nomination is stamped with stays when the team is renamed, and two numbers have one path after
-- a merge. identity: members' id of it; NULL: stamped before members told of identities. 0 is "no team".
CREATE TABLE team (
	id INTEGER NOT NULL PRIMARY KEY,
	identity BLOB UNIQUE,
	path TEXT NOT NULL
) STRICT;
CREATE INDEX team_by_path ON team (path);
INSERT INTO team (id, path) VALUES (0, '');
INSERT INTO team (path)
SELECT path FROM (SELECT nominee_team AS path FROM nomination UNION SELECT team FROM member) WHERE path <> '';

ALTER TABLE nomination RENAME COLUMN nominee_team TO nominee_path;
ALTER TABLE nomination ADD COLUMN nominee_team INTEGER NOT NULL DEFAULT 0;
UPDATE nomination SET nominee_team = (SELECT id FROM team WHERE path = nominee_path);
ALTER TABLE nomination DROP COLUMN nominee_path;

ALTER TABLE member RENAME COLUMN team TO path;
ALTER TABLE member ADD COLUMN team INTEGER NOT NULL DEFAULT 0;
UPDATE member SET team = (SELECT team.id FROM team WHERE team.path = member.path);
ALTER TABLE member DROP COLUMN path;
