#include "services/recognitions/agenda/store_people.h"

#include "kleos/members/v1/member.pb-c.h"
#include "recognitions/sql.h"

static struct query begin(struct db *db, const struct people_filter *filter)
{
	const struct sql *statements[] = {SQL(people_all), SQL(people_reports), SQL(people_team)};
	struct query query = query_begin(db, statements[filter->of]);
	query_bind_number(&query, 1, KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE);
	query_bind_number(&query, 2, filter->joined_day);
	if (filter->of == PEOPLE_REPORTS)
		query_bind_id(&query, 5, &filter->manager);
	else if (filter->of == PEOPLE_TEAM)
		query_bind_number(&query, 5, filter->team);
	return query;
}

size_t people_list(struct db *db, struct arena *arena, const struct people_filter *filter, const char *after,
				   size_t bound, struct listed_person **out)
{
	size_t n = 0;
	struct query query = begin(db, filter);
	query_bind_text(&query, 3, after);
	query_bind_number(&query, 4, (int64_t)bound);
	*out = arena_array(arena, bound, sizeof(**out));
	while (n < bound && query_step(&query))
		(*out)[n++] = (struct listed_person){
			.id = query_id(&query, "id"),
			.handle = query_text(&query, "handle", arena),
			.display_name = query_text(&query, "display_name", arena),
		};
	query_end(&query);
	return n;
}

const char *handle_of(struct db *db, struct arena *arena, const struct id *member)
{
	struct query query = query_begin(db, SQL(people_handle));
	query_bind_id(&query, 1, member);
	const char *handle = query_step(&query) ? query_text(&query, "handle", arena) : NULL;
	query_end(&query);
	return handle;
}
