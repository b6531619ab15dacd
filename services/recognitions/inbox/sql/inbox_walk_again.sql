-- what $4 was told of again: 2^52 ms later than it happened, and so before everything by give time
SELECT inbox_ms + 4503599627370496 AS give_ms, recognition FROM arc
WHERE receiver = $4 AND inbox_state = 1 AND (inbox_ms, recognition) < ($1 - 4503599627370496, $2)
ORDER BY inbox_ms DESC, recognition DESC LIMIT $3
