-- What an identity provider says of a member, beyond what a member is: one row a member that a provider has told of.
-- `user_key` is user_name in lower case. `gone`: the provider removed the user; the row stays so that the same person,
-- by the provider's own id, finds the same history. Texts are '' when they were not said.
CREATE TABLE provision_user (
	member BLOB PRIMARY KEY NOT NULL REFERENCES member (id),
	user_name TEXT NOT NULL,
	user_key TEXT NOT NULL,
	display_name_said INTEGER NOT NULL CHECK (display_name_said IN (0, 1)),
	formatted_name TEXT NOT NULL,
	family_name TEXT NOT NULL,
	given_name TEXT NOT NULL,
	email_primary INTEGER NOT NULL CHECK (email_primary IN (0, 1)),
	department TEXT NOT NULL,
	employee_number TEXT NOT NULL,
	gone INTEGER NOT NULL CHECK (gone IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX provision_user_name ON provision_user (user_key) WHERE gone = 0;

-- A team under a provider's name. `team` is one of those that have its path: two have one after a merge.
CREATE TABLE provision_group (
	id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
	display_name TEXT NOT NULL,
	display_key TEXT NOT NULL,
	external_id TEXT NOT NULL,
	team BLOB NOT NULL REFERENCES team (id),
	revision INTEGER NOT NULL,
	create_ms INTEGER NOT NULL,
	update_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX provision_group_name ON provision_group (display_key);
CREATE INDEX provision_group_external ON provision_group (external_id);

-- `place` counts a member's groups: the one with the highest says which team the member is in.
CREATE TABLE provision_membership (
	team_group BLOB NOT NULL REFERENCES provision_group (id),
	member BLOB NOT NULL REFERENCES member (id),
	place INTEGER NOT NULL,
	PRIMARY KEY (team_group, member)
) STRICT, WITHOUT ROWID;

CREATE INDEX provision_membership_member ON provision_membership (member, place);

CREATE INDEX member_external ON member (external_id);
CREATE INDEX member_email ON member (lower(email));

-- Every member as a user; who was erased is none, and `gone` ones are none any more.
CREATE VIEW provision_card AS
SELECT member_card.*,
	COALESCE(provision_user.user_name, member_card.handle) AS user_name,
	COALESCE(provision_user.display_name_said, 1) AS display_name_said,
	COALESCE(provision_user.formatted_name, '') AS formatted_name,
	COALESCE(provision_user.family_name, '') AS family_name,
	COALESCE(provision_user.given_name, '') AS given_name,
	COALESCE(provision_user.email_primary, 1) AS email_primary,
	COALESCE(provision_user.department, '') AS department,
	COALESCE(provision_user.employee_number, '') AS employee_number,
	COALESCE(provision_user.gone, 0) AS gone,
	CASE WHEN provision_user.member IS NULL THEN 0 ELSE 1 END AS named
FROM member_card LEFT JOIN provision_user ON provision_user.member = member_card.id;
