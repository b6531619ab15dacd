-- What the member $1 gave, behind the id $2.
SELECT id AS after_key, id, message, value, win, prompt, setting, requested_visibility, visibility, give_ms, create_ms
FROM recognition
WHERE giver = $1 AND id > $2
ORDER BY id
