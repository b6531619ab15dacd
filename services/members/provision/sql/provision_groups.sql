-- $1: an id or NULL; $2: a name in lower case or NULL; $3: a provider's id or NULL.
SELECT provision_group.*, team.path
FROM provision_group JOIN team ON team.id = provision_group.team
WHERE ($1 IS NULL OR provision_group.id = $1)
	AND ($2 IS NULL OR provision_group.display_key = $2)
	AND ($3 IS NULL OR provision_group.external_id = $3)
ORDER BY provision_group.id
