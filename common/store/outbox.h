/* outbox: the events of one service, committed with the change they tell of. `seq` is dense from 1 within an epoch. */
#ifndef KLEOS_STORE_OUTBOX_H
#define KLEOS_STORE_OUTBOX_H

#include "common/base/id.h"
#include "common/store/db.h"

struct outbox_event {
	int64_t seq;
	const char *type;
	struct id subject;
	int64_t time_ms;
	bool imported;
};

/* Inside a write. The type is a static text such as "member.created". */
void outbox_append(struct db *db, const char *type, const struct id *subject, int64_t time_ms, bool imported);
/* At most `limit` events after `after`, oldest first, into an arena array. */
size_t outbox_read(struct db *db, struct arena *arena, int64_t after, size_t limit, struct outbox_event **out);
int64_t outbox_head(struct db *db);      /* 0: empty */
int64_t outbox_head_time(struct db *db); /* commit time of the newest event; 0: empty */
struct id outbox_epoch(struct db *db);   /* changes on restore */

/* How far this service has applied what another one published, committed with the effect. */
int64_t cursor_read(struct db *db, const char *source, struct id *epoch_out);
void cursor_write(struct db *db, const char *source, const struct id *epoch, int64_t seq);

#endif
