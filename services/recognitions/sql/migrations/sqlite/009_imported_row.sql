-- What an import has taken in. identity: a digest of all that the row says with its request id, else with its ordinal,
-- whoever imports it; and beside it, for a row with a request id, a digest of that id and the key that imports, under
-- day -1. The day it was given leads, so that a file in order of time writes few pages.
CREATE TABLE imported_row (
	day INTEGER NOT NULL,
	identity BLOB NOT NULL,
	recognition BLOB NOT NULL,
	PRIMARY KEY (day, identity)
) STRICT, WITHOUT ROWID;
