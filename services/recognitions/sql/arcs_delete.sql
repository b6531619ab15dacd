DELETE FROM arc WHERE recognition = $1
