SELECT url, title FROM nomination_link WHERE nomination = $1 ORDER BY position
