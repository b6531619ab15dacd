-- Nobody is told any more of what the member $1 gave.
UPDATE arc SET inbox_state = 2
WHERE inbox_state <> 2 AND recognition IN (SELECT id FROM recognition WHERE giver = $1)
