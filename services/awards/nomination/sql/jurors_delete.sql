DELETE FROM juror WHERE cycle = $1
