DELETE FROM endorsement WHERE nomination = $1
