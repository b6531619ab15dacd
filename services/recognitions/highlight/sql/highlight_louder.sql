SELECT highlight FROM highlight_person WHERE person = $1 AND visibility > $2 AND position > 0 LIMIT 1
