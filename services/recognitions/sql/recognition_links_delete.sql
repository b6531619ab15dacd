DELETE FROM recognition_link WHERE recognition = $1
