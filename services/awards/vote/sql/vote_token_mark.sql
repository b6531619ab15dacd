UPDATE vote_token SET voted = 1 WHERE hash = $1 AND voted = 0
