SELECT name FROM nomination_attachment WHERE nomination = $1 ORDER BY position
