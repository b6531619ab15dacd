SELECT MIN(due_ms) AS due_ms FROM cycle_due WHERE due_ms > 0
