UPDATE arc SET cap = $2 WHERE recognition = $1 AND position = $3
