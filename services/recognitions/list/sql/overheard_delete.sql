DELETE FROM overheard WHERE person = $1 AND gave = $2 AND team = $3 AND give_ms = $4 AND recognition = $5
