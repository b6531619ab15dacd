DELETE FROM comment WHERE recognition = $1
