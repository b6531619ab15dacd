-- Somebody who added thanks of their own to a recognition. They are no arcs. The recognition keeps their number, so that
-- reading one without joiners asks no more.
CREATE TABLE joiner (
	recognition BLOB NOT NULL,
	member BLOB NOT NULL,
	note TEXT NOT NULL,
	join_ms INTEGER NOT NULL,
	PRIMARY KEY (recognition, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX joiner_by_time ON joiner (recognition, join_ms, member);
ALTER TABLE recognition ADD COLUMN joiners INTEGER NOT NULL DEFAULT 0;
