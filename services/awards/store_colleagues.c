#include "services/awards/store.h"

#include "awards/sql.h"
#include "common/base/text.h"
#include "common/directory/directory_teams.h"
#include "kleos/members/v1/member.pb-c.h"

void colleagues_forget(struct db *db)
{
	struct query query = query_begin(db, SQL(members_delete));
	query_run(&query);
}

void colleague_put(struct db *db, const Kleos__MemberRecord *record)
{
	struct id id;
	if (!id_from_bytes(&id, record->id.data, record->id.len) || !record->n_spells)
		return;
	const Kleos__MemberSpell *now = record->spells[record->n_spells - 1];
	struct id manager = {{0}};
	(void)id_from_bytes(&manager, now->manager.data, now->manager.len); /* none is zero */
	int64_t team = directory_team_settle(db, now);
	struct query query = query_begin(db, SQL(member_put));
	query_bind_id(&query, 1, &id);
	query_bind_text(&query, 2, record->handle);
	query_bind_text(&query, 3, record->display_name);
	query_bind_number(&query, 4, record->status);
	query_bind_number(&query, 5, team);
	query_bind_id(&query, 6, &manager);
	query_run(&query);
}

bool colleague_find(struct db *db, struct arena *arena, const char *name, struct colleague *out)
{
	struct id id;
	bool by_id = id_parse(&id, name);
	struct query query = query_begin(db, by_id ? SQL(member_by_id) : SQL(member_by_handle));
	if (by_id)
		query_bind_id(&query, 1, &id);
	else
		query_bind_text(&query, 1, text_lower_ascii(arena, name));
	bool found = query_step(&query);
	if (found)
		*out = (struct colleague){
			.id = query_id(&query, "id"),
			.handle = query_text(&query, "handle", arena),
			.display_name = query_text(&query, "display_name", arena),
			.team = query_number(&query, "team"),
			.manager = query_id(&query, "manager"),
			.active = query_number(&query, "status") == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE,
		};
	query_end(&query);
	return found;
}
