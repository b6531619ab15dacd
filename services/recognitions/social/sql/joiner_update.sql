UPDATE joiner SET note = $3 WHERE recognition = $1 AND member = $2
