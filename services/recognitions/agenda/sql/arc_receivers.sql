SELECT receiver FROM arc WHERE recognition = $1
