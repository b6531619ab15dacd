SELECT from_day, team, manager, leader FROM spell WHERE member = $1 ORDER BY from_day DESC LIMIT 1
