#include "services/recognitions/store.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "common/directory/directory_teams.h"
#include "recognitions/sql.h"

static bool known_read(struct query *query, struct arena *arena, struct known_member *out)
{
	bool found = query_step(query);
	if (found)
		*out = (struct known_member){
			.id = query_id(query, "id"),
			.handle = query_text(query, "handle", arena),
			.display_name = query_text(query, "display_name", arena),
			.status = (Kleos__MemberStatus)query_number(query, "status"),
			.team = query_number(query, "team"),
			.team_path = query_text(query, "team_path", arena),
			.manager = query_id(query, "manager"),
			.leader = query_number(query, "leader") != 0,
			.ceiling = (Kleos__Visibility)query_number(query, "ceiling"),
		};
	query_end(query);
	return found && out->status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED;
}

bool known_find_id(struct db *db, struct arena *arena, const struct id *id, int32_t day, struct known_member *out)
{
	struct query query = query_begin(db, SQL(known_by_id));
	query_bind_id(&query, 1, id);
	query_bind_number(&query, 2, day);
	return known_read(&query, arena, out);
}

bool known_find(struct db *db, struct arena *arena, const char *id_or_handle, int32_t day, struct known_member *out)
{
	struct id id;
	if (id_parse(&id, id_or_handle))
		return known_find_id(db, arena, &id, day, out);
	struct query query = query_begin(db, SQL(known_by_handle));
	query_bind_text(&query, 1, text_lower_ascii(arena, id_or_handle));
	query_bind_number(&query, 2, day);
	return known_read(&query, arena, out);
}

bool known_is_erased(struct db *db, const struct id *member)
{
	struct query query = query_begin(db, SQL(known_is_erased));
	query_bind_id(&query, 1, member);
	return query_has_row(&query);
}

const char *known_team_now(struct db *db, struct arena *arena, const struct id *member)
{
	struct query query = query_begin(db, SQL(known_team_now));
	query_bind_id(&query, 1, member);
	const char *team = query_step(&query) ? query_text(&query, "path", arena) : NULL;
	query_end(&query);
	return team;
}

struct known_standing known_standing(struct db *db, struct arena *arena, const struct id *member)
{
	struct query query = query_begin(db, SQL(known_standing));
	query_bind_id(&query, 1, member);
	bool known = query_step(&query);
	struct known_standing out = {.team = known ? query_number(&query, "team") : 0,
								 .locale = known ? query_text(&query, "locale", arena) : ""};
	query_end(&query);
	return out;
}

size_t known_reports(struct db *db, struct arena *arena, const struct id *manager, struct id **out)
{
	size_t n = 0;
	*out = NULL;
	struct query query = query_begin(db, SQL(known_reports));
	query_bind_id(&query, 1, manager);
	while (query_step(&query)) {
		*out = arena_grow(arena, *out, n, sizeof(**out));
		(*out)[n++] = query_id(&query, "id");
	}
	query_end(&query);
	return n;
}

bool known_leads_in(struct db *db, const struct id *manager, int64_t team)
{
	struct query query = query_begin(db, SQL(known_leads_in));
	query_bind_id(&query, 1, manager);
	query_bind_number(&query, 2, team);
	query_bind_number(&query, 3, KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE);
	return query_has_row(&query);
}

static struct id manager_of(const Kleos__MemberSpell *spell)
{
	struct id id = {0};
	id_from_bytes(&id, spell->manager.data, spell->manager.len);
	return id;
}

static void spell_put(struct db *db, const struct id *member, const Kleos__MemberSpell *spell, bool first)
{
	struct id manager = manager_of(spell);
	int64_t team = directory_team_settle(db, spell);
	struct query query = query_begin(db, SQL(known_spell_put));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, first ? DAY_MIN : spell->from_day);
	query_bind_number(&query, 3, team);
	query_bind_id(&query, 4, &manager);
	query_bind_number(&query, 5, spell->leader);
	query_run(&query);
}

static void member_put(struct db *db, const struct id *id, const Kleos__MemberRecord *record)
{
	const Kleos__MemberSpell *now = record->spells[record->n_spells - 1];
	struct id manager = manager_of(now);
	int64_t team = directory_team_settle(db, now);
	struct query query = query_begin(db, SQL(known_put));
	query_bind_id(&query, 1, id);
	query_bind_text(&query, 2, record->handle);
	query_bind_text(&query, 3, record->display_name);
	query_bind_number(&query, 4, record->status);
	query_bind_number(&query, 5, record->joined_day);
	query_bind_number(&query, 6, record->left_day);
	query_bind_number(&query, 7, team);
	query_bind_id(&query, 8, &manager);
	query_bind_number(&query, 9, now->leader);
	query_bind_text(&query, 10, record->locale);
	query_run(&query);
}

void known_put(struct db *db, const Kleos__MemberRecord *record, int64_t now_ms)
{
	struct id id;
	if (!id_from_bytes(&id, record->id.data, record->id.len) || !record->n_spells)
		return;
	member_put(db, &id, record);
	struct query query = query_begin(db, SQL(known_spells_delete));
	query_bind_id(&query, 1, &id);
	query_run(&query);
	for (size_t i = 0; i < record->n_spells; i++)
		spell_put(db, &id, record->spells[i], i == 0);
	if (record->status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED)
		preference_erase(db, &id, now_ms);
	else if (record->first_ceiling != KLEOS__VISIBILITY__VISIBILITY_UNSPECIFIED)
		preference_put_first(db, &id, record->first_ceiling, now_ms);
}

void known_forget_all(struct db *db)
{
	struct query query = query_begin(db, SQL(known_forget_spells));
	query_run(&query);
	query = query_begin(db, SQL(known_forget_members));
	query_run(&query);
}
