SELECT entry, text, nonce FROM ballot WHERE cycle = $1 AND entry > $2 ORDER BY entry LIMIT $3
