-- giver_team and giver_leader: as they were on the day it was given. giver_cap: the most the giver agrees to, 5
-- (EXTERNAL) at first. visibility: the least of the request and of every cap (see arc), and 0 when it was withdrawn:
-- then nothing hangs on it, and the row has no words. edit_ms: when the giver last mended the words; 0: never.
-- links, metrics, joiners, reactions (kinds), comments: how many rows there are of each, so that reading asks for
-- nothing where there is none.
-- Lists are merged from walks in these indexes, each by (give_ms, id): what the world, everyone, a team may see; and of
-- a person in stretches of one visibility and one stamped team each. Their conditions name visibilities by number: 3 is
-- TEAM, 4 and 5 are louder.
CREATE TABLE recognition (
	id BLOB NOT NULL PRIMARY KEY,
	giver BLOB NOT NULL,
	giver_team INTEGER NOT NULL REFERENCES team (id),
	giver_leader INTEGER NOT NULL,
	message TEXT NOT NULL,
	value TEXT NOT NULL,
	win INTEGER NOT NULL,
	prompt INTEGER NOT NULL,
	setting INTEGER NOT NULL,
	requested_visibility INTEGER NOT NULL,
	giver_cap INTEGER NOT NULL,
	visibility INTEGER NOT NULL,
	imported INTEGER NOT NULL,
	give_ms INTEGER NOT NULL,
	create_ms INTEGER NOT NULL,
	edit_ms INTEGER NOT NULL,
	links INTEGER NOT NULL,
	metrics INTEGER NOT NULL,
	joiners INTEGER NOT NULL DEFAULT 0,
	reactions INTEGER NOT NULL DEFAULT 0,
	comments INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX recognition_by_giver ON recognition (giver, visibility, giver_team, give_ms, id);
CREATE INDEX recognition_of_the_world ON recognition (give_ms, id) WHERE visibility = 5;
CREATE INDEX recognition_of_everyone ON recognition (give_ms, id) WHERE visibility >= 4;
CREATE INDEX recognition_by_value ON recognition (value, give_ms, id) WHERE visibility >= 4 AND value <> '';
CREATE INDEX recognition_by_team ON recognition (giver_team, give_ms, id) WHERE visibility >= 4;
CREATE INDEX recognition_in_team ON recognition (giver_team, give_ms, id) WHERE visibility = 3;
