SELECT content FROM imported_row WHERE identity = $1
