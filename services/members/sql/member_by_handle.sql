SELECT * FROM member_card WHERE handle = $1
