-- The values an organisation thanks each other for. Recognitions name them by slug, and other slugs too. retire_ms: 0
-- while it is in use. Never deleted: what was given keeps its value.
CREATE TABLE value (
	id BLOB NOT NULL PRIMARY KEY,
	slug TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	description TEXT NOT NULL,
	create_ms INTEGER NOT NULL,
	retire_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
