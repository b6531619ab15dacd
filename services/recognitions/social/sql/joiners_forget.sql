DELETE FROM joiner WHERE recognition = $1
