-- By the age of the member.
SELECT member FROM provision_membership WHERE team_group = $1 ORDER BY member
