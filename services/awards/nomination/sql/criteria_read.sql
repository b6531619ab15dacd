SELECT name, weight FROM criterion WHERE cycle = $1 ORDER BY position
