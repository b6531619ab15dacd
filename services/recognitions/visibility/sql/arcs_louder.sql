SELECT recognition FROM arc WHERE receiver = $1 AND visibility > $2 LIMIT $3
