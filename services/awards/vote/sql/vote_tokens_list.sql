-- In halves, as 16 bytes are read without memory of their own.
SELECT substr(hash, 1, 16) AS head, substr(hash, 17, 16) AS tail FROM vote_token WHERE cycle = $1 ORDER BY hash
