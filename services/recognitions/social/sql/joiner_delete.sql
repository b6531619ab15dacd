DELETE FROM joiner WHERE recognition = $1 AND member = $2
