SELECT min(giver_team) AS team FROM recognition WHERE giver = $1 AND visibility = $2 AND giver_team > $3
