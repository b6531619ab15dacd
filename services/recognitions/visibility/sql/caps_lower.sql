UPDATE arc SET cap = $2 WHERE receiver = $1 AND cap > $2
