DELETE FROM provision_membership WHERE team_group = $1
