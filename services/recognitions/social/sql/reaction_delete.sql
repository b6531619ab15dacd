DELETE FROM reaction WHERE recognition = $1 AND emoji = $2 AND member = $3
