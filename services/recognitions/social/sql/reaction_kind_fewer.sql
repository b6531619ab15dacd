UPDATE reaction_kind SET members = members - 1 WHERE recognition = $1 AND emoji = $2
