SELECT member AS head, NULL AS tail FROM voter WHERE cycle = $1 ORDER BY member
