UPDATE award SET title = $2, description = $3, criteria = $4, hashtag = $5 WHERE id = $1
