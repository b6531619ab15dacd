SELECT user_name, formatted_name, family_name, given_name, department, employee_number
FROM provision_user
WHERE member = $1
