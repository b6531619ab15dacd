SELECT member.id AS id, member.joined_day AS joined_day, member.left_day AS left_day,
	spell.from_day AS from_day, spell.team AS team, spell.manager AS manager
FROM member JOIN spell ON spell.member = member.id
ORDER BY member.id, spell.from_day
