SELECT provision_group.id FROM provision_group JOIN team ON team.id = provision_group.team
WHERE team.path = $1
ORDER BY provision_group.id
LIMIT 1
