SELECT team, locale FROM member WHERE id = $1
