INSERT INTO spell (member, from_day, team, manager, leader)
VALUES ($1, $2, $3, $4, $5)
