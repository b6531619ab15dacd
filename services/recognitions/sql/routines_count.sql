SELECT count(*) AS n FROM routine WHERE team = $1
