-- Somebody who added thanks of their own to a recognition. They are no arcs.
CREATE TABLE joiner (
	recognition BLOB NOT NULL,
	member BLOB NOT NULL,
	note TEXT NOT NULL,
	join_ms INTEGER NOT NULL,
	PRIMARY KEY (recognition, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX joiner_by_time ON joiner (recognition, join_ms, member);
CREATE INDEX joiner_by_member ON joiner (member, recognition);
