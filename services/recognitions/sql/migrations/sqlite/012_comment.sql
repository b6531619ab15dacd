-- Comments, seen by whoever sees the recognition.
CREATE TABLE comment (
	id BLOB NOT NULL PRIMARY KEY,
	recognition BLOB NOT NULL,
	author BLOB NOT NULL,
	message TEXT NOT NULL,
	create_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX comment_by_time ON comment (recognition, create_ms, id);
CREATE INDEX comment_by_author ON comment (author, id);
