SELECT 1 FROM imported_row WHERE day = $1 AND identity = $2
