#include "awards/sql.h"
#include "common/base/text.h"
#include "kleos/members/v1/member.pb-c.h"
#include "services/awards/store.h"

void colleagues_forget(void *host, struct db *db)
{
	(void)host;
	struct query q = query_begin(db, SQL(members_delete));
	query_run(&q);
}

void colleague_put(void *host, struct db *db, struct arena *arena, const Kleos__MemberRecord *record)
{
	struct id id;
	(void)host;
	(void)arena;
	if (!id_from_bytes(&id, record->id.data, record->id.len) || !record->n_spells)
		return;
	struct query q = query_begin(db, SQL(member_put));
	query_bind_id(&q, 1, &id);
	query_bind_text(&q, 2, record->handle);
	query_bind_text(&q, 3, record->display_name);
	query_bind_number(&q, 4, record->status);
	query_bind_text(&q, 5, record->spells[record->n_spells - 1]->team);
	query_run(&q);
}

bool colleague_find(struct db *db, struct arena *arena, const char *name, struct colleague *out)
{
	struct id id;
	bool by_id = id_parse(&id, name);
	struct query q = query_begin(db, by_id ? SQL(member_by_id) : SQL(member_by_handle));
	if (by_id)
		query_bind_id(&q, 1, &id);
	else
		query_bind_text(&q, 1, text_lower_ascii(arena, name));
	bool found = query_step(&q);
	if (found)
		*out = (struct colleague){
			.id = query_id(&q, "id"),
			.handle = query_text(&q, "handle", arena),
			.display_name = query_text(&q, "display_name", arena),
			.team = query_text(&q, "team", arena),
			.active = query_number(&q, "status") == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE,
		};
	query_end(&q);
	return found;
}
