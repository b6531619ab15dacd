-- Whom the provider removed goes by no name, whoever brought them back: the name may be somebody else's by now.
SELECT CASE gone WHEN 0 THEN user_name ELSE '' END AS user_name FROM provision_user WHERE member = $1
