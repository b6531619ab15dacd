#include "common/store/audit.h"
#include "store/sql.h"

void audit_append(struct db *db, const struct audit_entry *entry)
{
	struct query query = query_begin(db, SQL(audit_insert));

	query_bind_number(&query, 1, entry->time_ms);
	query_bind_id(&query, 2, &entry->actor);
	query_bind_text(&query, 3, entry->action);
	query_bind_id(&query, 4, &entry->subject);
	query_bind_text(&query, 5, entry->call_id);
	query_bind_id(&query, 6, &entry->member);
	query_run(&query);
}

static struct audit_entry entry_read(struct query *query, struct arena *arena)
{
	return (struct audit_entry){
		.seq = query_number(query, "seq"),
		.time_ms = query_number(query, "time_ms"),
		.actor = query_id(query, "actor"),
		.action = query_text(query, "action", arena),
		.subject = query_id(query, "subject"),
		.call_id = query_text(query, "call_id", arena),
		.member = query_id(query, "member"),
	};
}

size_t audit_list(struct db *db, struct arena *arena, const struct audit_filter *filter, struct audit_entry **out)
{
	struct query query = query_begin(db, filter->about ? SQL(audit_about) : SQL(audit_list));
	size_t count = 0;

	*out = arena_array(arena, filter->limit, sizeof(**out));
	query_bind_id(&query, 1, &filter->subject);
	query_bind_number(&query, 2, filter->before_seq);
	query_bind_number(&query, 3, filter->since_ms);
	query_bind_number(&query, 4, filter->until_ms);
	query_bind_id(&query, 5, &filter->actor);
	query_bind_number(&query, 6, (int64_t)filter->limit);
	while (count < filter->limit && query_step(&query))
		(*out)[count++] = entry_read(&query, arena);
	query_end(&query);
	return count;
}
