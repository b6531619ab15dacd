-- cap: the most that a receiver agrees to: their ceiling of the moment of giving, lowered or raised by themselves since;
-- giver_cap: the giver's, 5 (EXTERNAL) at first. visibility is the least of them and of the request, and 0 when the
-- recognition was withdrawn: then there are no arcs and no links, and the row has no words.
ALTER TABLE recognition ADD COLUMN giver_cap INTEGER NOT NULL DEFAULT 5;
ALTER TABLE arc ADD COLUMN cap INTEGER NOT NULL DEFAULT 5;
-- Which ceilings older ones met was not kept: what holds is what everybody agrees to.
UPDATE arc SET cap = visibility;
-- When the giver last mended the words; 0: never.
ALTER TABLE recognition ADD COLUMN edit_ms INTEGER NOT NULL DEFAULT 0;
