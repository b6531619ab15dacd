-- Who is signed in by a browser: `hash` is the keyed hash of what the cookie holds. A row is there until its session
-- ends, or a little longer after `expire_ms`.
CREATE TABLE session (
	id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
	hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
	api_key BLOB NOT NULL REFERENCES api_key (id),
	create_ms INTEGER NOT NULL,
	expire_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_api_key ON session (api_key, create_ms, id);
CREATE INDEX session_expire ON session (expire_ms);
