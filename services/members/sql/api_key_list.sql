-- $1, $2: only before this create time and id; $3: 1 for everybody's; else $4: the owner, or $5: the key itself.
SELECT * FROM api_key_card
WHERE (create_ms, id) < ($1, $2) AND ($3 = 1 OR member = $4 OR id = $5)
ORDER BY create_ms DESC, id DESC
LIMIT $6
