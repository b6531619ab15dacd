-- What a person added to recognitions, for their export and their erasure.
CREATE INDEX joiner_by_member ON joiner (member, recognition);
CREATE INDEX reaction_by_member ON reaction (member, recognition);
CREATE INDEX comment_by_author ON comment (author, id);
