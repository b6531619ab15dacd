UPDATE arc SET credit = $3 WHERE recognition = $1 AND position = $2
