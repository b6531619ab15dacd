/* search: finding recognitions by their words. Owns a database of its own beside the service's; a thread follows the
 * outbox some moments behind the commits and puts what changed into it, effect and cursor in one transaction. What is
 * not in yet is found a moment later. While giving goes on at speed the thread takes a part of one processor only, so a
 * burst of n is found some n / 5 000 seconds after it ended (search_state says how far it is). */
#ifndef KLEOS_SEARCH_SEARCH_H
#define KLEOS_SEARCH_SEARCH_H

#include "common/meter/samples.h"
#include "common/store/store.h"
#include "services/recognitions/search/question.h"
#include "services/recognitions/search/store_entries.h"

struct search;

struct search_config {
	struct store *store; /* of the service: open and migrated; borrowed until search_stop */
	const char *path;    /* of its own database; copied */
	const struct environment *environment;
	/* Of the service: a recognition as it is now; false: there is none. */
	bool (*read)(struct db *db, struct arena *arena, const struct id *id, struct recognition *out);
};

/* Of another form, or ahead of the service's tables (a power cut, a restore), its database is made anew. */
enum status search_open(struct search **out, const struct search_config *config);
void search_stop(struct search *search);  /* its thread; before the service's store closes; NULL is fine */
void search_close(struct search *search); /* when nobody asks any more; NULL is fine */

/* Something was committed. Any thread; never blocks on work. */
void search_wake(struct search *search);

/* At most `limit` hits, newest first, of rows from `least` to before `before`; *n of them. Any thread but its own.
 * DEADLINE_EXCEEDED after `deadline_ms` (monotonic; 0: none). */
enum status search_find(struct search *search, const struct asked *asked, int64_t before, int64_t least,
						int64_t deadline_ms, size_t limit, struct hit *out, size_t *n);

/* The row of what was found before, to go on behind it; *row is left alone when it is not there any more. */
enum status search_row(struct search *search, const struct id *recognition, int64_t deadline_ms, int64_t *row);

struct search_state {
	int64_t applied_seq; /* of the outbox */
	int64_t as_of_ms;    /* commit time of that event; 0: none */
	int64_t behind;      /* events it has not looked at */
};
void search_state(struct search *search, struct search_state *out);

/* How far behind it is, and its database. Any thread; never waits. */
void search_measure(struct search *search, struct samples *samples);

/* Takes in everything that was committed before the call. Any thread but the store's. */
enum status search_catch_up(struct search *search);

/* For erasing. Catches up, then removes every byte of what was taken out: FTS5 only marks a deletion (3.40 and 3.46
 * alike: its secure-delete of 3.42 is not used), so the index is written anew in one piece (optimize), the pages it
 * leaves are zeroed, and the file is scrubbed (store_scrub). Searches go on meanwhile; the service's own writer is not
 * touched. UNAVAILABLE: somebody is searching just now; try again. */
enum status search_scrub(struct search *search);

#endif
