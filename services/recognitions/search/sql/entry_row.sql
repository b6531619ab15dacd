SELECT row FROM entry WHERE recognition = $1
