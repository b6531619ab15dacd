UPDATE team SET identity = $1 WHERE id = $2
