-- Addresses of the work that a recognition is about.
CREATE TABLE recognition_link (
	recognition BLOB NOT NULL,
	position INTEGER NOT NULL,
	url TEXT NOT NULL,
	title TEXT NOT NULL,
	PRIMARY KEY (recognition, position)
) STRICT, WITHOUT ROWID;
