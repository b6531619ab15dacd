-- A session belongs to the key that opened it, or, when an identity provider vouched for somebody, to the member; then
-- it has roles of its own, 1 << Role.
CREATE TABLE session_of_owner (
	id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
	hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
	api_key BLOB REFERENCES api_key (id),
	member BLOB REFERENCES member (id),
	roles INTEGER NOT NULL,
	create_ms INTEGER NOT NULL,
	expire_ms INTEGER NOT NULL,
	CHECK ((api_key IS NULL) <> (member IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO session_of_owner (id, hash, api_key, member, roles, create_ms, expire_ms)
SELECT id, hash, api_key, NULL, 0, create_ms, expire_ms FROM session;

DROP TABLE session;
ALTER TABLE session_of_owner RENAME TO session;

CREATE INDEX session_owner ON session (COALESCE(api_key, member), create_ms, id);
CREATE INDEX session_expire ON session (expire_ms);
