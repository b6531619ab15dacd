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
