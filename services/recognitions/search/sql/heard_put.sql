INSERT INTO heard (rowid, terms) VALUES ($1, $2)
