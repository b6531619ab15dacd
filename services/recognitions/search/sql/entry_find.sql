SELECT row, give_ms, scopes, words FROM entry WHERE recognition = $1
