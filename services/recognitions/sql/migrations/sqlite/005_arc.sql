-- One receiver of one recognition. team and managed (the giver was the receiver's manager): as they were on the day.
-- cap: the most the receiver agrees to: their ceiling of the moment of giving, lowered or raised by themselves since.
-- give_ms and visibility repeat the recognition's, so that a list is walked in an index.
-- The receiver's inbox: an arc is unread by itself until their inbox_mark has passed it (an index entry for each that is
-- given would cost a third more bytes to write); only what they are told of again, or have read one by one, is written
-- down. inbox_state: 0 as given, 1 told of again, 2 read. inbox_event: what happened last, 1 given, 2 joined,
-- 3 commented, at inbox_ms.
CREATE TABLE arc (
	recognition BLOB NOT NULL,
	position INTEGER NOT NULL,
	receiver BLOB NOT NULL,
	credit TEXT NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	managed INTEGER NOT NULL,
	cap INTEGER NOT NULL,
	visibility INTEGER NOT NULL,
	give_ms INTEGER NOT NULL,
	inbox_state INTEGER NOT NULL,
	inbox_event INTEGER NOT NULL DEFAULT 1,
	inbox_ms INTEGER NOT NULL,
	PRIMARY KEY (recognition, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX arc_by_receiver ON arc (receiver, visibility, team, give_ms, recognition);
CREATE INDEX arc_by_team ON arc (team, give_ms, recognition) WHERE visibility >= 4;
CREATE INDEX arc_in_team ON arc (team, give_ms, recognition) WHERE visibility = 3;
CREATE INDEX arc_told_again ON arc (receiver, inbox_ms, recognition) WHERE inbox_state = 1;
