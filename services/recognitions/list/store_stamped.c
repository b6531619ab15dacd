#include "services/recognitions/list/store.h"

bool stamped_team_after(struct db *db, const struct sql *sql, const struct id *person, Kleos__Visibility visibility,
						int64_t *team)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, person);
	query_bind_number(&query, 2, visibility);
	query_bind_number(&query, 3, *team);
	bool found = query_step(&query) && !query_is_null(&query, "team");
	if (found)
		*team = query_number(&query, "team");
	query_end(&query);
	return found;
}
