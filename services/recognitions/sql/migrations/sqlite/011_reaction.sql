-- Emoji that members answered a recognition with. emoji is without variation selectors, which say how it is drawn, not
-- which it is; written: as the first who used it wrote it. Kinds keep how many members used them.
-- place: kinds in order of first use.
CREATE TABLE reaction_kind (
	recognition BLOB NOT NULL,
	emoji TEXT NOT NULL,
	written TEXT NOT NULL,
	place INTEGER NOT NULL,
	members INTEGER NOT NULL,
	PRIMARY KEY (recognition, emoji)
) STRICT, WITHOUT ROWID;

CREATE TABLE reaction (
	recognition BLOB NOT NULL,
	emoji TEXT NOT NULL,
	member BLOB NOT NULL,
	react_ms INTEGER NOT NULL,
	PRIMARY KEY (recognition, emoji, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX reaction_by_member ON reaction (member, recognition);
