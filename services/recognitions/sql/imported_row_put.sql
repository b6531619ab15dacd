INSERT INTO imported_row (day, identity, recognition) VALUES ($1, $2, $3)
