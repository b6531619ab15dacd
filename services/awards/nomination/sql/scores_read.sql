SELECT score FROM score WHERE cycle = $1 AND nominee = $2 AND juror = $3 ORDER BY position
