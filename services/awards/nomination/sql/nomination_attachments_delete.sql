DELETE FROM nomination_attachment WHERE nomination = $1
