SELECT user_name FROM provision_user WHERE member = $1
