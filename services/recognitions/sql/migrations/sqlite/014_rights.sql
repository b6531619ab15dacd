-- What a person added to recognitions, for their export and their erasure.
CREATE INDEX joiner_by_member ON joiner (member, recognition);
CREATE INDEX reaction_by_member ON reaction (member, recognition);
CREATE INDEX comment_by_author ON comment (author, id);
CREATE INDEX content_report_by_author ON content_report (author);
CREATE INDEX content_report_of_reporter ON content_report (reporter, id);
CREATE INDEX content_report_by_resolver ON content_report (resolver) WHERE resolver IS NOT NULL;
