-- Members, their spells, API keys. Ids are 16 bytes; days are days since 1970-01-01 (UTC), the ends of int32 meaning
-- always and never; times are Unix milliseconds.
CREATE TABLE member (
	id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
	handle TEXT NOT NULL UNIQUE,
	display_name TEXT NOT NULL,
	email TEXT NOT NULL,
	team TEXT NOT NULL,
	title TEXT NOT NULL,
	manager BLOB REFERENCES member (id),
	leader_said INTEGER NOT NULL CHECK (leader_said IN (0, 1)),
	hats TEXT NOT NULL,
	joined_day INTEGER NOT NULL,
	left_day INTEGER NOT NULL,
	locale TEXT NOT NULL,
	time_zone TEXT NOT NULL,
	external_id TEXT NOT NULL,
	ceiling INTEGER NOT NULL CHECK (ceiling BETWEEN 0 AND 5),
	status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 3),
	folded TEXT NOT NULL,
	revision INTEGER NOT NULL,
	create_ms INTEGER NOT NULL,
	update_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX member_newest ON member (create_ms, id);
CREATE INDEX member_reports ON member (manager, status);
CREATE INDEX member_team ON member (team, status);

-- What everybody reads: a member beside the names of the manager, and whether the member leads by now.
CREATE VIEW member_card AS
SELECT member.*, manager.handle AS manager_handle, manager.display_name AS manager_display_name,
	CASE WHEN member.leader_said = 1 OR EXISTS (
		SELECT 1 FROM member AS report WHERE report.manager = member.id AND report.status = 1
	) THEN 1 ELSE 0 END AS leader
FROM member LEFT JOIN member AS manager ON manager.id = member.manager;

-- A stretch of days with one team, manager and leadership; ends where the next begins.
CREATE TABLE spell (
	member BLOB NOT NULL REFERENCES member (id),
	from_day INTEGER NOT NULL,
	team TEXT NOT NULL,
	manager BLOB,
	leader INTEGER NOT NULL CHECK (leader IN (0, 1)),
	PRIMARY KEY (member, from_day)
) STRICT, WITHOUT ROWID;

-- `hash` is the keyed hash of the text; the text itself is nowhere. `roles` is 1 << Role for every role.
CREATE TABLE api_key (
	id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
	name TEXT NOT NULL,
	member BLOB REFERENCES member (id),
	hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
	roles INTEGER NOT NULL,
	create_ms INTEGER NOT NULL,
	revoke_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_key_newest ON api_key (create_ms, id);
CREATE INDEX api_key_member ON api_key (member);

CREATE VIEW api_key_card AS
SELECT api_key.*, member.handle AS member_handle, member.display_name AS member_display_name,
	CASE WHEN api_key.revoke_ms IS NULL AND (api_key.member IS NULL OR member.status = 1) THEN 1 ELSE 0 END AS active
FROM api_key LEFT JOIN member ON member.id = api_key.member;
