DELETE FROM routine_due WHERE due_ms < $1
