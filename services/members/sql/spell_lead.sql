UPDATE spell SET leader = 1 WHERE member = $1
