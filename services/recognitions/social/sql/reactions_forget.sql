DELETE FROM reaction WHERE recognition = $1
