-- Of each member of the head count: who managed them on their last active day, whether that one thanked them as their
-- manager in the range, and when they were last thanked, in whatever team. Parameters as in impact_verify_people.
WITH head AS (
	SELECT member.id AS id, member.joined_day AS joined_day, spell.manager AS manager
	FROM member JOIN spell ON spell.member = member.id AND spell.from_day = (
			SELECT max(later.from_day) FROM spell AS later WHERE later.member = member.id
				AND later.from_day <= CASE WHEN member.left_day < $7 THEN member.left_day ELSE $7 END)
		JOIN team ON team.id = spell.team
	WHERE member.joined_day <= $7 AND member.left_day >= $6
		AND ($3 = '' OR team.path = $3 OR (team.path >= $4 AND team.path < $5))
)
SELECT CASE WHEN head.manager IS NULL THEN 0 ELSE 1 END AS managed,
	CASE WHEN EXISTS (
		SELECT 1 FROM arc JOIN recognition ON recognition.id = arc.recognition
		WHERE arc.receiver = head.id AND recognition.giver = head.manager AND arc.direction = 1
			AND recognition.give_ms >= $1 AND recognition.give_ms < $2) THEN 1 ELSE 0 END AS covered,
	head.joined_day AS joined_day,
	(SELECT max(arc.give_ms) FROM arc WHERE arc.receiver = head.id AND arc.give_ms < $2) AS last_ms
FROM head
