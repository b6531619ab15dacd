INSERT INTO spell (member, from_day, team, manager, leader) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (member, from_day) DO UPDATE SET team = excluded.team, manager = excluded.manager, leader = excluded.leader
