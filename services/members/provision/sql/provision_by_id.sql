SELECT * FROM provision_card WHERE id = $1
