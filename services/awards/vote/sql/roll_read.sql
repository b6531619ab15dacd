SELECT voters FROM roll WHERE cycle = $1
