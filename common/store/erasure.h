/* erasure: whose personal data a database has given up, and whose it is giving up now. */
#ifndef KLEOS_STORE_ERASURE_H
#define KLEOS_STORE_ERASURE_H

#include "common/store/db.h"

enum erasure_state {
	ERASURE_NONE,
	ERASURE_BEGUN, /* rows, or bytes that once held them, may still tell */
	ERASURE_DONE,
};

struct erasure {
	struct id member;
	const char *handle, *display_name; /* "" when they were not known here */
};

enum erasure_state erasure_state(struct db *db, const struct id *member);
/* Those begun and not done: at most `limit`, into an arena array. */
size_t erasure_list(struct db *db, struct arena *arena, size_t limit, struct erasure **out);
/* Inside a write; nothing when it has begun already. */
void erasure_begin(struct db *db, const struct erasure *erasure, int64_t now_ms);
bool erasure_pending(struct db *db);                         /* whether any is begun and not done */
void erasure_forget(struct db *db, const struct id *member); /* the names, which are not needed any more */
void erasure_end(struct db *db, const struct id *member, int64_t now_ms);

#endif
