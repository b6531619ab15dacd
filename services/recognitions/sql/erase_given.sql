UPDATE recognition SET message = '', links = 0, metrics = 0
WHERE id IN (SELECT id FROM recognition WHERE giver = $1 AND (message <> '' OR links > 0 OR metrics > 0) LIMIT 1000)
