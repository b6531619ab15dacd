DELETE FROM recognition_link WHERE recognition IN (SELECT id FROM recognition WHERE giver = $1 AND links > 0)
