UPDATE voter SET voted = 1 WHERE cycle = $1 AND member = $2 AND voted = 0
