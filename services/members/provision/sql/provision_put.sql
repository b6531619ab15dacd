INSERT INTO provision_user (member, user_name, user_key, display_name_said, formatted_name, family_name, given_name,
	email_primary, department, employee_number, gone)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (member) DO UPDATE SET user_name = excluded.user_name, user_key = excluded.user_key,
	display_name_said = excluded.display_name_said, formatted_name = excluded.formatted_name,
	family_name = excluded.family_name, given_name = excluded.given_name, email_primary = excluded.email_primary,
	department = excluded.department, employee_number = excluded.employee_number, gone = excluded.gone
