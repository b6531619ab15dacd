SELECT url, title FROM recognition_link WHERE recognition = $1 ORDER BY position
