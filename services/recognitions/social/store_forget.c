#include "services/recognitions/social/store.h"

#include "common/base/array.h"
#include "recognitions/sql.h"

void social_forget(struct db *db, const struct id *recognition)
{
	const struct sql *const all[] = {SQL(joiners_forget), SQL(reactions_forget), SQL(reaction_kinds_forget),
									 SQL(comments_forget)};
	for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
		struct query query = query_begin(db, all[i]);
		query_bind_id(&query, 1, recognition);
		query_run(&query);
	}
}
