-- Weeks (kind 0) and months (1) that are over, each once: subjects of report.ready. told 0: it was over when the first
-- clock here looked, so nobody was told. Days are those of KLEOS_TIME_ZONE at that time.
CREATE TABLE report_period (
	id BLOB NOT NULL PRIMARY KEY,
	kind INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	ready_ms INTEGER NOT NULL,
	told INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX report_period_by_day ON report_period (kind, from_day);
