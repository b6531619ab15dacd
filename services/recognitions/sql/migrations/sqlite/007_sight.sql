-- A list by a person is walked in stretches of one visibility and one stamped team each: a reader walks those they may
-- see, and no entry of another.
DROP INDEX recognition_by_giver;
CREATE INDEX recognition_by_giver ON recognition (giver, visibility, giver_team, give_ms, id);
DROP INDEX arc_by_receiver;
CREATE INDEX arc_by_receiver ON arc (receiver, visibility, team, give_ms, recognition);
CREATE INDEX recognition_of_the_world ON recognition (give_ms, id) WHERE visibility = 5;

-- What a person gave (gave 1) or received (0) for a team's ears, and which team hears it besides the one stamped on
-- that person: a thanks across teams has a row of the giver with the receiver's team and one the other way round. Of
-- visibility TEAM only.
CREATE TABLE overheard (
	person BLOB NOT NULL,
	gave INTEGER NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	give_ms INTEGER NOT NULL,
	recognition BLOB NOT NULL,
	PRIMARY KEY (person, gave, team, give_ms, recognition)
) STRICT, WITHOUT ROWID;
