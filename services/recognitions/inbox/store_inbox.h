/* store_inbox: what receivers have read, and what happened since. */
#ifndef KLEOS_RECOGNITIONS_STORE_INBOX_H
#define KLEOS_RECOGNITIONS_STORE_INBOX_H

#include "common/store/db.h"
#include "kleos/recognitions/v1/inbox.pb-c.h"
#include "services/recognitions/list/walk.h"

#define UNREAD_COUNTED 1000 /* at most */

/* Of an arc, as stored. */
enum inbox_state {
	INBOX_NEW,   /* unread until its receiver's mark has passed it */
	INBOX_AGAIN, /* unread: they were told of it again */
	INBOX_READ,
};

struct inbox_entry {
	bool unread;
	Kleos__InboxEvent event;
	int64_t event_ms;
};

/* Adds streams of all that `receiver` received: the unread first, then the others by give time. */
void inbox_add_streams(struct walk *walk, const struct id *receiver);
/* False: they did not receive it. */
bool inbox_read(struct db *db, const struct id *recognition, const struct id *receiver, struct inbox_entry *out);
int32_t inbox_unread(struct db *db, const struct id *receiver); /* at most UNREAD_COUNTED */

/* Unread again for its receivers but the one who did it. */
void inbox_tell(struct db *db, const struct id *recognition, const struct id *actor, Kleos__InboxEvent event,
				int64_t now_ms);
/* Only what last happened at `until_ms` or before. */
void inbox_mark(struct db *db, const struct id *recognition, const struct id *receiver, int64_t until_ms);
/* `until_ms` is not in the future. */
void inbox_mark_all(struct db *db, const struct id *receiver, int64_t until_ms);

#endif
