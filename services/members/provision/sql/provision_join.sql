INSERT INTO provision_membership (team_group, member, place)
SELECT $1, $2, COALESCE(MAX(place), 0) + 1 FROM provision_membership WHERE member = $2
ON CONFLICT (team_group, member) DO NOTHING
