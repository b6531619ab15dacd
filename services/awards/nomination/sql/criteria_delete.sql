DELETE FROM criterion WHERE cycle = $1
