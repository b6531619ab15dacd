#include "common/store/outbox.h"
#include "store/sql.h"

void outbox_append(struct db *db, const char *type, const struct id *subject, int64_t time_ms, bool imported)
{
	struct query query = query_begin(db, SQL(outbox_insert));

	query_bind_text(&query, 1, type);
	query_bind_bytes(&query, 2, subject->bytes, ID_SIZE);
	query_bind_number(&query, 3, time_ms);
	query_bind_number(&query, 4, imported);
	query_run(&query);
}

size_t outbox_read(struct db *db, struct arena *arena, int64_t after, size_t limit, struct outbox_event **out)
{
	struct outbox_event *events = arena_array(arena, limit ? limit : 1, sizeof(*events));
	struct query query = query_begin(db, SQL(outbox_read));
	size_t n = 0;

	query_bind_number(&query, 1, after);
	query_bind_number(&query, 2, (int64_t)limit);
	while (n < limit && query_step(&query)) {
		events[n].seq = query_number(&query, "seq");
		events[n].type = query_text(&query, "type", arena);
		events[n].subject = query_id(&query, "subject");
		events[n].time_ms = query_number(&query, "time_ms");
		events[n].imported = query_number(&query, "imported") != 0;
		n++;
	}
	query_end(&query);
	*out = events;
	return n;
}

static int64_t head_column(struct db *db, const char *column)
{
	struct query query = query_begin(db, SQL(outbox_head));
	int64_t number = query_step(&query) ? query_number(&query, column) : 0;

	query_end(&query);
	return number;
}

int64_t outbox_head(struct db *db)
{
	return head_column(db, "seq");
}

int64_t outbox_head_time(struct db *db)
{
	return head_column(db, "time_ms");
}

struct id outbox_epoch(struct db *db)
{
	struct query query = query_begin(db, SQL(meta_read));
	struct id epoch = {0};

	query_bind_text(&query, 1, "epoch");
	if (query_step(&query))
		epoch = query_id(&query, "value");
	query_end(&query);
	return epoch;
}

int64_t cursor_read(struct db *db, const char *source, struct id *epoch_out)
{
	struct query query = query_begin(db, SQL(cursor_read));
	int64_t seq = 0;

	*epoch_out = (struct id){0};
	query_bind_text(&query, 1, source);
	if (query_step(&query)) {
		*epoch_out = query_id(&query, "epoch");
		seq = query_number(&query, "seq");
	}
	query_end(&query);
	return seq;
}

void cursor_write(struct db *db, const char *source, const struct id *epoch, int64_t seq)
{
	struct query query = query_begin(db, SQL(cursor_write));

	query_bind_text(&query, 1, source);
	query_bind_bytes(&query, 2, epoch->bytes, ID_SIZE);
	query_bind_number(&query, 3, seq);
	query_run(&query);
}
