UPDATE arc SET cap = $3 WHERE recognition = $1 AND receiver = $2
