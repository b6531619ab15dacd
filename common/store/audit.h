/* audit: who changed what, and who looked at somebody else's private data. A change's line is committed with it; a
 * read's before its reply leaves. No texts: ids, and the name of the rpc. */
#ifndef KLEOS_STORE_AUDIT_H
#define KLEOS_STORE_AUDIT_H

#include "common/base/id.h"
#include "common/store/db.h"

struct audit_entry {
	int64_t seq; /* of this database's log; given when appended */
	int64_t time_ms;
	struct id actor;    /* the member's id, or the key's when it belongs to none; zero: a process, or nobody is told */
	const char *action; /* an rpc, such as UpdateMember */
	struct id subject;  /* what was made or changed; zero: nothing in particular */
	struct id member;   /* whom it is about; zero: nobody */
	const char *call_id;
};

void audit_append(struct db *db, const struct audit_entry *entry);

struct audit_filter {
	struct id subject; /* zero: any */
	struct id actor;   /* zero: any */
	bool about;        /* only lines whose `member` is the subject: by the index, whatever the length of the log */
	int64_t since_ms, until_ms; /* until is excluded */
	int64_t before_seq;
	size_t limit;
};
/* Newest first, into an arena array. */
size_t audit_list(struct db *db, struct arena *arena, const struct audit_filter *filter, struct audit_entry **out);

#endif
