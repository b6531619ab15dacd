-- What its receiver has read of an arc, and what happened to it last: inbox_event 1 given, 2 joined, 3 commented, at
-- inbox_ms. What was given before there were inboxes, and imported history, count as read.
ALTER TABLE arc ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
ALTER TABLE arc ADD COLUMN inbox_event INTEGER NOT NULL DEFAULT 1;
ALTER TABLE arc ADD COLUMN inbox_ms INTEGER NOT NULL DEFAULT 0;
UPDATE arc SET inbox_ms = give_ms;
CREATE INDEX arc_unread ON arc (receiver, inbox_ms, recognition) WHERE unread = 1;
