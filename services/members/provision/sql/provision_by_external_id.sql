SELECT * FROM provision_card WHERE id IN (SELECT id FROM member WHERE external_id = $1) AND status <> 3 ORDER BY id
