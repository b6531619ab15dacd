-- Figures of the work that a recognition is about. millionths: of the value, which is a decimal of at most six places.
-- The recognition keeps their number, so that reading one without metrics asks no more.
CREATE TABLE recognition_metric (
	recognition BLOB NOT NULL,
	position INTEGER NOT NULL,
	name TEXT NOT NULL,
	millionths INTEGER NOT NULL,
	unit TEXT NOT NULL,
	PRIMARY KEY (recognition, position)
) STRICT, WITHOUT ROWID;
ALTER TABLE recognition ADD COLUMN metrics INTEGER NOT NULL DEFAULT 0;
