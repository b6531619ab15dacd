UPDATE highlight_person SET cap = $2 WHERE person = $1 AND cap > $2 AND position > 0
