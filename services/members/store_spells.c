#include "services/members/store.h"

#include "members/sql.h"

static struct spell read_spell(struct query *query, struct arena *arena)
{
	return (struct spell){
		.from_day = (int32_t)query_number(query, "from_day"),
		.team = query_text(query, "team", arena),
		.manager = query_id(query, "manager"),
		.leader = query_number(query, "leader"),
	};
}

size_t spell_list(struct db *db, struct arena *arena, const struct id *member, struct spell **out)
{
	struct query query = query_begin(db, SQL(spell_list));
	struct spell *spells = NULL;
	size_t count = 0;

	query_bind_id(&query, 1, member);
	while (query_step(&query)) {
		spells = arena_grow(arena, spells, count, sizeof(*spells));
		spells[count] = read_spell(&query, arena);
		spells[count++].team_id = query_id(&query, "team_id");
	}
	query_end(&query);
	*out = spells;
	return count;
}

bool spell_last(struct db *db, struct arena *arena, const struct id *member, struct spell *out)
{
	struct query query = query_begin(db, SQL(spell_last));
	query_bind_id(&query, 1, member);
	bool found = query_step(&query);
	if (found)
		*out = read_spell(&query, arena);
	query_end(&query);
	return found;
}

void spell_put(struct db *db, const struct id *member, const struct spell *spell)
{
	struct query query = query_begin(db, SQL(spell_put));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, spell->from_day);
	query_bind_text(&query, 3, spell->team);
	query_bind_id(&query, 4, &spell->manager);
	query_bind_number(&query, 5, spell->leader);
	query_run(&query);
}

void spell_lead(struct db *db, const struct id *member)
{
	struct query query = query_begin(db, SQL(spell_lead));
	query_bind_id(&query, 1, member);
	query_run(&query);
}
