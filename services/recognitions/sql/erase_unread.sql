-- Nobody reads what the member $1 gave any more, nor what they received.
UPDATE arc SET unread = 0
WHERE unread = 1 AND (receiver = $1 OR recognition IN (SELECT id FROM recognition WHERE giver = $1))
