-- Nominations of and by a person, for their export and their erasure.
CREATE INDEX nomination_by_nominee ON nomination (nominee, id);
CREATE INDEX nomination_by_nominator ON nomination (nominator, id);
