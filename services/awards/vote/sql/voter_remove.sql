DELETE FROM voter WHERE cycle = $1 AND member = $2
