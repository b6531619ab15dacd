DELETE FROM recognition_metric WHERE recognition IN (SELECT id FROM recognition WHERE giver = $1 AND metrics > 0)
