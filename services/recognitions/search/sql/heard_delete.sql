-- what was put, word for word
INSERT INTO heard (heard, rowid, terms) VALUES ('delete', $1, $2)
