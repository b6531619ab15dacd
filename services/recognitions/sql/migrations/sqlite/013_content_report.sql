-- Reports of words that should not stand. content: the comment, or the recognition itself; author: who wrote it, and is
-- not to see who reported. outcome: 0 while the report is open. The words stay where they are: a report copies none.
CREATE TABLE content_report (
	id BLOB NOT NULL PRIMARY KEY,
	recognition BLOB NOT NULL,
	content BLOB NOT NULL,
	author BLOB NOT NULL,
	reporter BLOB NOT NULL,
	reason TEXT NOT NULL,
	create_ms INTEGER NOT NULL,
	outcome INTEGER NOT NULL,
	note TEXT NOT NULL,
	resolver BLOB,
	resolve_ms INTEGER NOT NULL,
	UNIQUE (content, reporter)
) STRICT;
CREATE INDEX content_report_open ON content_report (create_ms, id) WHERE outcome = 0;
CREATE INDEX content_report_resolved ON content_report (create_ms, id) WHERE outcome <> 0;
CREATE INDEX content_report_of_recognition ON content_report (recognition) WHERE outcome = 0;
CREATE INDEX content_report_by_reporter ON content_report (reporter) WHERE outcome = 0;
CREATE INDEX content_report_by_author ON content_report (author);
CREATE INDEX content_report_of_reporter ON content_report (reporter, id);
CREATE INDEX content_report_by_resolver ON content_report (resolver) WHERE resolver IS NOT NULL;
