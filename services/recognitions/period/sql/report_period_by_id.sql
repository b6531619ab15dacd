SELECT id, kind, from_day, ready_ms FROM report_period WHERE id = $1 AND told <> 0
