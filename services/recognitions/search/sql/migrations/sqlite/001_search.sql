-- One row an entry: what was indexed of it, for taking it out again. row: by give time, see store_entries.h. scopes and
-- words: separated by single spaces.
CREATE TABLE entry (
	row INTEGER NOT NULL PRIMARY KEY,
	recognition BLOB NOT NULL UNIQUE,
	give_ms INTEGER NOT NULL,
	scopes TEXT NOT NULL,
	words TEXT NOT NULL
) STRICT;

-- The terms of an entry: every word once for each scope. It keeps no text of its own. The tokenizer only cuts at
-- spaces: terms come folded, of letters, digits and these three signs.
CREATE VIRTUAL TABLE heard USING fts5 (terms, content='', columnsize=0, tokenize="ascii tokenchars '.+-'");

-- By what rules entries were made: of another form they are made anew.
CREATE TABLE form (
	version INTEGER NOT NULL
) STRICT;
