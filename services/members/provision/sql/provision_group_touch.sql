UPDATE provision_group SET revision = revision + 1, update_ms = $2
WHERE id IN (SELECT team_group FROM provision_membership WHERE member = $1)
