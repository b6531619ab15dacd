UPDATE nomination SET reason = '' WHERE (nominator = $1 OR nominee = $1) AND reason <> ''
