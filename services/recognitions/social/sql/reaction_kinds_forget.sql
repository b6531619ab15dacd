DELETE FROM reaction_kind WHERE recognition = $1
