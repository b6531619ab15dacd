DELETE FROM provision_group WHERE id = $1
