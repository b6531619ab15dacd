-- The figures of one report, as somebody would write them who keeps one wide table of arcs for reports: nothing has to be
-- joined but teams and people. {from} and {to} are days since 1970-01-01, {team} is a path or empty. Every statement that
-- begins with a name has the four views of the first one before it. Runs on SQLite and on DuckDB.

-- views
WITH scope AS (SELECT id FROM team WHERE '{team}' = '' OR path = '{team}' OR path LIKE '{team}/%'),
arcs AS (SELECT * FROM arc WHERE day BETWEEN {from} AND {to} AND team IN (SELECT id FROM scope)),
given AS (SELECT * FROM arc WHERE day BETWEEN {from} AND {to} AND giver_team IN (SELECT id FROM scope)),
head AS (SELECT * FROM member WHERE team IN (SELECT id FROM scope))

-- totals
SELECT count(*) AS arcs, count(DISTINCT recognition) AS recognitions,
	count(DISTINCT CASE WHEN big = 1 THEN recognition END) AS big_wins,
	count(CASE WHEN giver_team <> team THEN 1 END) AS cross_team_arcs,
	count(CASE WHEN leader = 1 THEN 1 END) AS leader_arcs,
	count(DISTINCT CASE WHEN world = 1 THEN recognition END) AS external,
	count(CASE WHEN quiet = 0 AND direction = 1 THEN 1 END) AS down,
	count(CASE WHEN quiet = 0 AND direction = 4 THEN 1 END) AS peer
FROM arcs

-- given
SELECT count(*) AS given_arcs FROM given

-- people
, counted AS (
	SELECT head.id, coalesce(got.n, 0) AS received, coalesce(gave.n, 0) AS given
	FROM head LEFT JOIN (SELECT receiver, count(*) AS n FROM arcs GROUP BY receiver) AS got ON got.receiver = head.id
		LEFT JOIN (SELECT giver, count(*) AS n FROM given GROUP BY giver) AS gave ON gave.giver = head.id),
placed AS (
	SELECT received, given, row_number() OVER (ORDER BY received) AS received_place,
		row_number() OVER (ORDER BY given) AS given_place, count(*) OVER () AS n
	FROM counted)
SELECT count(*) AS headcount, count(CASE WHEN given > 0 THEN 1 END) AS givers,
	count(CASE WHEN received > 0 THEN 1 END) AS receivers,
	count(CASE WHEN given > 0 OR received > 0 THEN 1 END) AS participants,
	2.0 * sum(received_place * received) / (count(*) * sum(received)) - (count(*) + 1.0) / count(*) AS gini_received,
	2.0 * sum(given_place * given) / (count(*) * sum(given)) - (count(*) + 1.0) / count(*) AS gini_given,
	sum(CASE WHEN (n - received_place) * 10 < n THEN received END) AS top_decile_arcs
FROM placed

-- managers
, thanked AS (SELECT DISTINCT giver, receiver FROM arc WHERE direction = 1 AND day BETWEEN {from} AND {to})
SELECT count(*) AS managed, count(thanked.giver) AS managed_covered
FROM head LEFT JOIN thanked ON thanked.receiver = head.id AND thanked.giver = head.manager
WHERE head.manager >= 0

-- recency
, last AS (SELECT receiver, max(day) AS day FROM arc WHERE day <= {to} GROUP BY receiver),
since AS (SELECT coalesce({to} - last.day, 1000000) AS days FROM head LEFT JOIN last ON last.receiver = head.id),
placed AS (SELECT days, row_number() OVER (ORDER BY days) AS place, count(*) OVER () AS n FROM since)
SELECT count(CASE WHEN days > 30 THEN 1 END) AS over_30, count(CASE WHEN days > 60 THEN 1 END) AS over_60,
	avg(CASE WHEN place * 2 BETWEEN n AND n + 2 THEN days END) AS median
FROM placed

-- series
SELECT month, count(*) AS arcs, count(DISTINCT recognition) AS recognitions, count(DISTINCT giver) AS givers,
	count(DISTINCT receiver) AS receivers
FROM arcs WHERE quiet = 0 GROUP BY month ORDER BY month

-- prompts
SELECT prompt, count(DISTINCT recognition) AS n FROM arcs WHERE quiet = 0 AND prompt > 0 GROUP BY prompt ORDER BY n DESC, prompt

-- values
SELECT coalesce(value, '') AS name, count(*) AS n FROM arcs WHERE quiet = 0 GROUP BY 1 ORDER BY n DESC, name

-- flows
SELECT source.path AS from_team, target.path AS to_team, flow.n
FROM (SELECT giver_team, team, count(*) AS n FROM arcs WHERE quiet = 0 GROUP BY giver_team, team) AS flow
	JOIN team AS source ON source.id = flow.giver_team JOIN team AS target ON target.id = flow.team
ORDER BY flow.n DESC, from_team, to_team LIMIT 10000

-- reciprocity
, pairs AS (
	SELECT DISTINCT giver, receiver FROM arcs WHERE quiet = 0 AND giver_team IN (SELECT id FROM scope))
SELECT count(*) AS "distinct", count(back.giver) AS mutual
FROM pairs LEFT JOIN pairs AS back ON back.giver = pairs.receiver AND back.receiver = pairs.giver

-- teams
SELECT team.path, count(member.id) AS headcount FROM team LEFT JOIN member ON member.team = team.id
GROUP BY team.path ORDER BY team.path
