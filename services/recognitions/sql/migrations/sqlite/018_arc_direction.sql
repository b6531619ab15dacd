-- direction takes the place of managed: where the giver stood to the receiver on the day: 1 the receiver's manager,
-- 2 two levels above or more, 3 the receiver was above, 4 both had the same manager, 0 elsewhere. For what was given
-- before it is looked up in the spells, 64 levels at most; days were those of UTC.
ALTER TABLE arc ADD COLUMN direction INTEGER NOT NULL DEFAULT 0;
UPDATE arc SET direction = CASE
	WHEN arc.managed <> 0 THEN 1
	WHEN (SELECT spell.manager FROM spell
			WHERE spell.member = recognition.giver AND spell.from_day <= recognition.give_ms / 86400000
			ORDER BY spell.from_day DESC LIMIT 1)
		= (SELECT spell.manager FROM spell
			WHERE spell.member = arc.receiver AND spell.from_day <= recognition.give_ms / 86400000
			ORDER BY spell.from_day DESC LIMIT 1) THEN 4
	WHEN arc.receiver IN (
		WITH RECURSIVE above (member, level) AS (
			SELECT recognition.giver, 0
			UNION ALL
			SELECT (SELECT spell.manager FROM spell
				WHERE spell.member = above.member AND spell.from_day <= recognition.give_ms / 86400000
				ORDER BY spell.from_day DESC LIMIT 1), above.level + 1
			FROM above WHERE above.member IS NOT NULL AND above.level < 64)
		SELECT member FROM above WHERE level > 0 AND member IS NOT NULL) THEN 3
	WHEN recognition.giver IN (
		WITH RECURSIVE above (member, level) AS (
			SELECT arc.receiver, 0
			UNION ALL
			SELECT (SELECT spell.manager FROM spell
				WHERE spell.member = above.member AND spell.from_day <= recognition.give_ms / 86400000
				ORDER BY spell.from_day DESC LIMIT 1), above.level + 1
			FROM above WHERE above.member IS NOT NULL AND above.level < 64)
		SELECT member FROM above WHERE level > 0 AND member IS NOT NULL) THEN 2
	ELSE 0 END
FROM recognition WHERE recognition.id = arc.recognition;
ALTER TABLE arc DROP COLUMN managed;
