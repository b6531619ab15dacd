-- Who is named though no member: in one cycle, by the address of a profile. The name is each nomination's own.
CREATE TABLE outsider (
	id BLOB NOT NULL PRIMARY KEY,
	cycle BLOB NOT NULL REFERENCES cycle (id),
	profile_url TEXT NOT NULL,
	UNIQUE (cycle, profile_url)
) STRICT, WITHOUT ROWID;

-- Of an outsider, what the nominator calls them; '' of a member.
ALTER TABLE nomination ADD COLUMN outsider_name TEXT NOT NULL DEFAULT '';

-- Who stands behind a nomination beside its nominator.
CREATE TABLE endorsement (
	nomination BLOB NOT NULL REFERENCES nomination (id),
	member BLOB NOT NULL,
	create_ms INTEGER NOT NULL,
	PRIMARY KEY (nomination, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX endorsement_by_member ON endorsement (member, nomination);

-- name: recognitions/{id} or highlights/{id}.
CREATE TABLE nomination_attachment (
	nomination BLOB NOT NULL REFERENCES nomination (id),
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (nomination, position)
) STRICT, WITHOUT ROWID;

-- A nomination with the names of those in it.
CREATE VIEW nomination_named AS
SELECT n.id, n.cycle, n.nominee, n.nominator, n.reason, n.source, n.status, n.nominee_team, n.create_ms,
	n.outsider_name, COALESCE(o.profile_url, '') AS profile_url,
	COALESCE(e.handle, '') AS nominee_handle, COALESCE(e.display_name, n.outsider_name) AS nominee_name,
	COALESCE(r.handle, '') AS nominator_handle, COALESCE(r.display_name, '') AS nominator_name,
	(SELECT count(*) FROM endorsement s WHERE s.nomination = n.id) AS endorsements
FROM nomination n
LEFT JOIN outsider o ON o.id = n.nominee
LEFT JOIN member e ON e.id = n.nominee
LEFT JOIN member r ON r.id = n.nominator;

-- Of now; NULL: none. What is known of members is read anew, so that each row has it.
ALTER TABLE member ADD COLUMN manager BLOB;
CREATE INDEX member_by_manager ON member (manager) WHERE manager IS NOT NULL;
DELETE FROM cursor WHERE source IN ('members', 'members whole');
