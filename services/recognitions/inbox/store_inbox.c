#include "services/recognitions/inbox/store_inbox.h"

#include "recognitions/sql.h"
#include "services/recognitions/store.h"

void inbox_add_streams(struct walk *walk, const struct id *receiver)
{
	WALK_ADD(walk, SQL(inbox_walk_unread), walk_id(receiver));
	for (Kleos__Visibility visibility = KLEOS__VISIBILITY__VISIBILITY_PRIVATE;
		 visibility <= KLEOS__VISIBILITY__VISIBILITY_EXTERNAL; visibility++)
		for (int64_t team = -1; stamped_team_after(walk->db, SQL(received_team_after), receiver, visibility, &team);)
			WALK_ADD(walk, SQL(inbox_walk_read), walk_id(receiver), walk_number(visibility), walk_number(team));
}

bool inbox_read(struct db *db, const struct id *recognition, const struct id *receiver, struct inbox_entry *out)
{
	struct query query = query_begin(db, SQL(inbox_read));
	query_bind_id(&query, 1, recognition);
	query_bind_id(&query, 2, receiver);
	bool found = query_step(&query);
	if (found)
		*out = (struct inbox_entry){
			.unread = query_number(&query, "unread") != 0,
			.event = (Kleos__InboxEvent)query_number(&query, "inbox_event"),
			.event_ms = query_number(&query, "inbox_ms"),
		};
	query_end(&query);
	return found;
}

int32_t inbox_unread(struct db *db, const struct id *receiver)
{
	struct query query = query_begin(db, SQL(inbox_unread));
	query_bind_id(&query, 1, receiver);
	query_bind_number(&query, 2, UNREAD_COUNTED);
	int32_t n = query_step(&query) ? (int32_t)query_number(&query, "unread") : 0;
	query_end(&query);
	return n;
}

void inbox_tell(struct db *db, const struct id *recognition, const struct id *actor, Kleos__InboxEvent event,
				int64_t now_ms)
{
	struct query query = query_begin(db, SQL(inbox_tell));
	query_bind_id(&query, 1, recognition);
	query_bind_id(&query, 2, actor);
	query_bind_number(&query, 3, event);
	query_bind_number(&query, 4, now_ms);
	query_run(&query);
}

void inbox_mark(struct db *db, const struct id *recognition, const struct id *receiver, int64_t until_ms)
{
	struct query query = query_begin(db, SQL(inbox_mark));
	query_bind_id(&query, 1, recognition);
	query_bind_id(&query, 2, receiver);
	query_bind_number(&query, 3, until_ms);
	query_run(&query);
}

void inbox_mark_all(struct db *db, const struct id *receiver, int64_t until_ms)
{
	struct query query = query_begin(db, SQL(inbox_mark_all));
	query_bind_id(&query, 1, receiver);
	query_bind_number(&query, 2, until_ms);
	query_run(&query);
}
