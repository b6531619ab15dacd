DELETE FROM routine_due WHERE routine = $1
