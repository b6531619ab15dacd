UPDATE team SET identity = NULL WHERE identity = $1
