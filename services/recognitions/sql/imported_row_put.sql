INSERT INTO imported_row (day, identity, content, recognition) VALUES ($1, $2, $3, $4)
