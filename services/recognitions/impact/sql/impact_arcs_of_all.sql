SELECT arc.recognition AS id, recognition.giver AS giver, recognition.giver_team AS giver_team,
	recognition.giver_leader AS giver_leader, recognition.value AS value, recognition.win AS win,
	recognition.visibility AS visibility, recognition.give_ms AS give_ms,
	arc.receiver AS receiver, arc.team AS team, arc.direction AS direction,
	recognition.prompt AS prompt
FROM arc JOIN recognition ON recognition.id = arc.recognition
ORDER BY arc.recognition, arc.position
