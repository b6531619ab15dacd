-- Work that somebody shares. on_day: of the work. visibility: the least of what was asked for and of every cap.
CREATE TABLE highlight (
	id BLOB NOT NULL PRIMARY KEY,
	member BLOB NOT NULL,
	title TEXT NOT NULL,
	description TEXT NOT NULL,
	kind INTEGER NOT NULL,
	requested_visibility INTEGER NOT NULL,
	visibility INTEGER NOT NULL,
	on_day INTEGER NOT NULL,
	create_ms INTEGER NOT NULL,
	update_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX highlight_by_member ON highlight (member);
CREATE INDEX highlight_of_everyone ON highlight (create_ms, id) WHERE visibility >= 4;
CREATE INDEX highlight_of_the_world ON highlight (create_ms, id) WHERE visibility = 5;
CREATE INDEX highlight_by_day ON highlight (on_day) WHERE visibility >= 4;

-- Whom a highlight names: at position 0 whose work it is, then the collaborators. team: of the day they were named.
-- cap: the most they agree to. visibility and create_ms repeat the highlight's, so that a list is walked in an index, in
-- stretches where its reader may see everything.
CREATE TABLE highlight_person (
	highlight BLOB NOT NULL,
	position INTEGER NOT NULL,
	person BLOB NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	cap INTEGER NOT NULL,
	visibility INTEGER NOT NULL,
	create_ms INTEGER NOT NULL,
	PRIMARY KEY (highlight, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX highlight_person_by_person ON highlight_person (person, visibility, create_ms, highlight);
CREATE INDEX highlight_person_by_team ON highlight_person (team, create_ms, highlight) WHERE visibility >= 4;
CREATE INDEX highlight_person_in_team ON highlight_person (team, create_ms, highlight) WHERE visibility = 3;

CREATE TABLE highlight_link (
	highlight BLOB NOT NULL,
	position INTEGER NOT NULL,
	url TEXT NOT NULL,
	title TEXT NOT NULL,
	PRIMARY KEY (highlight, position)
) STRICT, WITHOUT ROWID;

-- As recognition_metric.
CREATE TABLE highlight_metric (
	highlight BLOB NOT NULL,
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	millionths INTEGER NOT NULL,
	unit TEXT NOT NULL,
	PRIMARY KEY (highlight, position)
) STRICT, WITHOUT ROWID;
