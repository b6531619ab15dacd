SELECT id, kind, from_day, ready_ms FROM report_period WHERE kind = $1 AND from_day = $2 AND told <> 0
