SELECT manager FROM spell WHERE member = $1 AND from_day <= $2 ORDER BY from_day DESC LIMIT 1
