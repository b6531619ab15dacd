-- In halves, as 16 bytes are read without memory of their own.
SELECT substr(hash, 1, 16) AS head, substr(hash, 17, 16) AS tail FROM vote_log_node
WHERE cycle = $1 AND level = $2 AND position = $3
