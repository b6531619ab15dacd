SELECT provision_group.id, provision_group.display_name, team.path
FROM provision_membership
JOIN provision_group ON provision_group.id = provision_membership.team_group
JOIN team ON team.id = provision_group.team
WHERE provision_membership.member = $1
ORDER BY provision_membership.place
