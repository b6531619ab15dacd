SELECT * FROM provision_card WHERE id > $1 AND status <> 3 AND gone = 0 ORDER BY id LIMIT $2
