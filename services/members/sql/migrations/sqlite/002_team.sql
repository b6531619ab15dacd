-- Every path that somebody was ever in, under an id that stays when the path changes: what the other services stamp.
-- Two rows have one path after a merge, and go the same ways from then on. Never deleted.
CREATE TABLE team (
	id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
	path TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX team_path ON team (path, id);
