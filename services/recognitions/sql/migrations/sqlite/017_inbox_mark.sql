-- An index entry for each arc that is given cost a third more bytes to write. So an arc is unread by itself until its
-- receiver's mark has passed it, and only what they are told of again, or have read one by one, is written down:
-- inbox_state 0 as given, 1 told of again, 2 read.
DROP INDEX arc_unread;
ALTER TABLE arc RENAME COLUMN unread TO inbox_state;
UPDATE arc SET inbox_state = 2 WHERE inbox_state = 0;
CREATE INDEX arc_told_again ON arc (receiver, inbox_ms, recognition) WHERE inbox_state = 1;

-- Until when a member has read everything, of what was given.
CREATE TABLE inbox_mark (
	member BLOB NOT NULL PRIMARY KEY,
	read_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
