SELECT handle FROM member WHERE id = $1
