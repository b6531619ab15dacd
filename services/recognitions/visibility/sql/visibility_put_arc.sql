UPDATE arc SET visibility = $2 WHERE recognition = $1 AND position = $3
