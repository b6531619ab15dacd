DELETE FROM provision_membership WHERE member = $1
