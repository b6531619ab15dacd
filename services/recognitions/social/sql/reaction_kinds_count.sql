SELECT count(*) AS kinds FROM reaction_kind WHERE recognition = $1
