-- Months that begin on $1 or later and before $2. Teams of one path are one.
SELECT pulse_answer.month AS month, coalesce(team.path, '') AS team, count(*) AS answers,
	sum(pulse_answer.need) AS need, sum(pulse_answer.have) AS have, sum(pulse_answer.strain) AS strain
FROM pulse_answer LEFT JOIN team ON team.id = pulse_answer.team
WHERE pulse_answer.month >= $1 AND pulse_answer.month < $2
GROUP BY pulse_answer.month, coalesce(team.path, '')
ORDER BY pulse_answer.month, coalesce(team.path, '')
