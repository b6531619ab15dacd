SELECT member FROM juror WHERE cycle = $1 ORDER BY position
