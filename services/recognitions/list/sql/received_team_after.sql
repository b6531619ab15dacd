SELECT min(team) AS team FROM arc WHERE receiver = $1 AND visibility = $2 AND team > $3
