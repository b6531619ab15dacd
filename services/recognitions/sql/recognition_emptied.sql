SELECT id FROM recognition WHERE id = $1 AND giver = $2 AND visibility = 0
