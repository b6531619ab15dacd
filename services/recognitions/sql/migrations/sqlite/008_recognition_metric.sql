-- Figures of the work that a recognition is about. millionths: of the value, which is a decimal of at most six places.
CREATE TABLE recognition_metric (
	recognition BLOB NOT NULL,
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	millionths INTEGER NOT NULL,
	unit TEXT NOT NULL,
	PRIMARY KEY (recognition, position)
) STRICT, WITHOUT ROWID;
