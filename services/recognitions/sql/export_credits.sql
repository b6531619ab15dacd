-- Whom the member $1 thanked, and for what: recognitions behind the id $2.
SELECT a.recognition AS after_key, a.recognition, a.receiver, m.handle AS receiver_handle, a.credit
FROM recognition r
JOIN arc a ON a.recognition = r.id
LEFT JOIN member m ON m.id = a.receiver
WHERE r.giver = $1 AND r.id > $2
ORDER BY a.recognition, a.position
