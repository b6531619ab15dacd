-- Who won what, by the rule of the cycle, written when it was announced; several: a true tie. NO_AWARD is nobody.
CREATE TABLE award_won (
	cycle BLOB NOT NULL REFERENCES cycle (id),
	nomination BLOB NOT NULL REFERENCES nomination (id),
	announce_ms INTEGER NOT NULL,
	PRIMARY KEY (cycle, nomination)
) STRICT, WITHOUT ROWID;
CREATE INDEX award_won_by_time ON award_won (announce_ms);
