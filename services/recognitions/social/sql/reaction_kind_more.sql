INSERT INTO reaction_kind (recognition, emoji, written, place, members)
SELECT $1, $2, $3, COALESCE(max(place), 0) + 1, 1 FROM reaction_kind WHERE recognition = $1
ON CONFLICT (recognition, emoji) DO UPDATE SET members = reaction_kind.members + 1
