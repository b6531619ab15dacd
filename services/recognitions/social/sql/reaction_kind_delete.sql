DELETE FROM reaction_kind WHERE recognition = $1 AND emoji = $2 AND members <= 0
