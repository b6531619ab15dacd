SELECT * FROM member_card WHERE id = $1
