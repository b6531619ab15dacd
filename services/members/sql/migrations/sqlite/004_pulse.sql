-- What was answered in each month (by its first day), under random bytes. No time, no order, nobody's name.
CREATE TABLE pulse_answer (
	key BLOB PRIMARY KEY NOT NULL CHECK (length(key) = 16),
	month INTEGER NOT NULL,
	team BLOB REFERENCES team (id),
	need INTEGER NOT NULL CHECK (need IN (0, 1)),
	have INTEGER NOT NULL CHECK (have IN (0, 1)),
	strain INTEGER NOT NULL CHECK (strain BETWEEN 0 AND 4)
) STRICT, WITHOUT ROWID;

CREATE INDEX pulse_answer_month ON pulse_answer (month, team, need, have, strain);

-- Who has answered in the month that is open: a hash of the member's id under that month's key, which is not here.
-- Deleted when the month is over.
CREATE TABLE pulse_mark (
	mark BLOB PRIMARY KEY NOT NULL CHECK (length(mark) = 32),
	month INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
