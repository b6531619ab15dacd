DELETE FROM spell WHERE member = $1
