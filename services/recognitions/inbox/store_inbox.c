#include "services/recognitions/inbox/store_inbox.h"

#include "recognitions/sql.h"
#include "services/recognitions/list/store.h"
#include "services/recognitions/store.h"

/* INT64_MIN: they never marked everything. */
static int64_t mark_read_ms(struct db *db, const struct id *receiver)
{
	struct query query = query_begin(db, SQL(inbox_mark_read));
	query_bind_id(&query, 1, receiver);
	int64_t read_ms = query_step(&query) ? query_number(&query, "read_ms") : INT64_MIN;
	query_end(&query);
	return read_ms;
}

/* The stretches of what somebody received: each visibility with each team that is stamped in it. */
struct stretch {
	Kleos__Visibility visibility;
	int64_t team;
};

static bool stretch_next(struct db *db, const struct id *receiver, struct stretch *at)
{
	while (!stamped_team_after(db, SQL(received_team_after), receiver, at->visibility, &at->team)) {
		if (at->visibility == KLEOS__VISIBILITY__VISIBILITY_EXTERNAL)
			return false;
		*at = (struct stretch){at->visibility + 1, -1};
	}
	return true;
}

#define FIRST_STRETCH                                                                                                  \
	{                                                                                                                  \
		KLEOS__VISIBILITY__VISIBILITY_PRIVATE, -1                                                                      \
	}

void inbox_add_streams(struct walk *walk, const struct id *receiver)
{
	int64_t read_ms = mark_read_ms(walk->db, receiver);
	struct stretch at = FIRST_STRETCH;
	WALK_ADD(walk, SQL(inbox_walk_again), walk_id(receiver));
	while (stretch_next(walk->db, receiver, &at)) {
		struct walk_key keys[] = {walk_id(receiver), walk_number(at.visibility), walk_number(at.team),
								  walk_number(read_ms)};
		walk_add(walk, SQL(inbox_walk_new), 4, keys);
		walk_add(walk, SQL(inbox_walk_read), 4, keys);
	}
}

bool inbox_read(struct db *db, const struct id *recognition, const struct id *receiver, struct inbox_entry *out)
{
	struct query query = query_begin(db, SQL(inbox_read));
	query_bind_id(&query, 1, recognition);
	query_bind_id(&query, 2, receiver);
	bool found = query_step(&query);
	int64_t state = found ? query_number(&query, "inbox_state") : INBOX_READ;
	if (found)
		*out = (struct inbox_entry){
			.event = (Kleos__InboxEvent)query_number(&query, "inbox_event"),
			.event_ms = query_number(&query, "inbox_ms"),
		};
	query_end(&query);
	out->unread = state == INBOX_AGAIN || (state == INBOX_NEW && out->event_ms > mark_read_ms(db, receiver));
	return found;
}

static int32_t count_new(struct db *db, const struct id *receiver, const struct stretch *at, int64_t read_ms)
{
	struct query query = query_begin(db, SQL(inbox_count_new));
	query_bind_id(&query, 1, receiver);
	query_bind_number(&query, 2, UNREAD_COUNTED);
	query_bind_number(&query, 3, at->visibility);
	query_bind_number(&query, 4, at->team);
	query_bind_number(&query, 5, read_ms);
	int32_t n = query_step(&query) ? (int32_t)query_number(&query, "entries") : 0;
	query_end(&query);
	return n;
}

int32_t inbox_unread(struct db *db, const struct id *receiver)
{
	int64_t read_ms = mark_read_ms(db, receiver);
	struct stretch at = FIRST_STRETCH;
	struct query query = query_begin(db, SQL(inbox_count_again));
	query_bind_id(&query, 1, receiver);
	query_bind_number(&query, 2, UNREAD_COUNTED);
	int32_t n = query_step(&query) ? (int32_t)query_number(&query, "entries") : 0;
	query_end(&query);
	while (n < UNREAD_COUNTED && stretch_next(db, receiver, &at))
		n += count_new(db, receiver, &at, read_ms);
	return n < UNREAD_COUNTED ? n : UNREAD_COUNTED;
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

static void mark_run(struct db *db, const struct sql *sql, const struct id *receiver, int64_t until_ms)
{
	struct query query = query_begin(db, sql);
	query_bind_id(&query, 1, receiver);
	query_bind_number(&query, 2, until_ms);
	query_run(&query);
}

void inbox_mark_all(struct db *db, const struct id *receiver, int64_t until_ms)
{
	mark_run(db, SQL(inbox_mark_again), receiver, until_ms);
	mark_run(db, SQL(inbox_mark_put), receiver, until_ms);
}
