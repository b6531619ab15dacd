INSERT INTO imported_row (identity, content, recognition) VALUES ($1, $2, $3)
