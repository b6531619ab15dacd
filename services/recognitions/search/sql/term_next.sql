-- the first term from $1 on; a row for each place of a term, of which only the first is read
SELECT term FROM vocabulary WHERE term >= $1 LIMIT 1
