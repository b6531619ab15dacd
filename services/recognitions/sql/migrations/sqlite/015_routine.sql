-- A team's weekly appointment with its question: weekday 1 is Monday, minute is of the day, both on the clocks of
-- time_zone. due_day (in the zone) and due_ms: the next time; moved on in the transaction that tells of it.
CREATE TABLE routine (
	id BLOB NOT NULL PRIMARY KEY,
	team INTEGER NOT NULL REFERENCES team (id),
	weekday INTEGER NOT NULL,
	minute INTEGER NOT NULL,
	time_zone TEXT NOT NULL,
	setting INTEGER NOT NULL,
	channel TEXT NOT NULL,
	due_day INTEGER NOT NULL,
	due_ms INTEGER NOT NULL,
	create_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX routine_by_team ON routine (team);
CREATE INDEX routine_by_due ON routine (due_ms, id);
CREATE INDEX routine_by_create ON routine (create_ms, id);

-- The times that routines were due: subjects of routine.due. Forgotten after 90 days.
CREATE TABLE routine_due (
	id BLOB NOT NULL PRIMARY KEY,
	routine BLOB NOT NULL,
	due_day INTEGER NOT NULL,
	due_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX routine_due_by_routine ON routine_due (routine);
CREATE INDEX routine_due_by_time ON routine_due (due_ms);
