-- identity: a digest of all that the row says with its request id, else with its ordinal, whoever imports it; and beside
-- it, for a row with a request id, a digest of that id and the key that imports, under day -1. What the row said is in
-- the first, so nothing needs to be compared.
ALTER TABLE imported_row DROP COLUMN content;
