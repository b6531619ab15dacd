DELETE FROM provision_user WHERE member = $1
