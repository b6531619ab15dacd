#include "common/store/audit.h"
#include "store/sql.h"

void audit_append(struct db *db, const struct id *actor, const char *action, const struct id *subject,
				  const char *call_id, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(audit_insert));

	query_bind_number(&query, 1, now_ms);
	query_bind_id(&query, 2, actor);
	query_bind_text(&query, 3, action);
	query_bind_id(&query, 4, subject);
	query_bind_text(&query, 5, call_id);
	query_run(&query);
}
