SELECT 1 AS found FROM spent_handle WHERE hash = $1
