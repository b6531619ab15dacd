-- People other than $3 whom the member $2 named in the cycle $1: nominated (and not withdrawn, 4), or endorsed.
SELECT count(*) AS n
FROM (
	SELECT nominee FROM nomination WHERE cycle = $1 AND nominator = $2 AND status <> 4 AND nominee <> $3
	UNION
	SELECT n.nominee
	FROM endorsement e
	JOIN nomination n ON n.id = e.nomination
	WHERE e.member = $2 AND n.cycle = $1 AND n.nominee <> $3
) AS named
