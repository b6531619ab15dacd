SELECT from_day, team, manager, leader AS leader_flag FROM spell WHERE member = $1 ORDER BY from_day
