-- Handles of erased members, as keyed hashes: nobody gets them again, and nobody can read them here.
CREATE TABLE spent_handle (
	hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;
