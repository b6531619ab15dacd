DELETE FROM nomination_link WHERE nomination = $1
