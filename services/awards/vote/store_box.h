/* store_box: the verbs of the ballot box, as services/awards/store.h. Nothing here knows of a voter. */
#ifndef KLEOS_AWARDS_VOTE_STORE_BOX_H
#define KLEOS_AWARDS_VOTE_STORE_BOX_H

#include "common/store/db.h"
#include "services/awards/ballot_log/entry.h"

#define REQUEST_HASH_SIZE 32

/* What the log has of a ballot, and what it was made of. */
struct boxed {
	uint8_t entry[ENTRY_SIZE];
	const char *text;
	uint8_t nonce[NONCE_SIZE];
};
void ballot_put(struct db *db, const struct id *cycle, const struct boxed *ballot); /* waits for the log */
bool ballot_is_there(struct db *db, const struct id *cycle, const uint8_t entry[ENTRY_SIZE]);
/* The text; NULL: no such ballot. */
const char *ballot_text(struct db *db, struct arena *arena, const struct id *cycle, const uint8_t entry[ENTRY_SIZE]);
/* At most `most` by entry, behind the entry `after` (NULL: from the first). */
size_t ballots_list(struct db *db, struct arena *arena, const struct id *cycle, const uint8_t *after, size_t most,
					struct boxed **out);
int64_t ballots_count(struct db *db, const struct id *cycle);

/* Ballots that are not in the log yet. */
size_t ballots_waiting(struct db *db, const struct id *cycle, size_t most); /* how many, counted up to `most` */
/* Entries of at most `most` of them, in no order that tells anything. */
size_t ballots_waiting_list(struct db *db, struct arena *arena, const struct id *cycle, size_t most,
							uint8_t (**out)[ENTRY_SIZE]);
bool ballots_waiting_cycle(struct db *db, size_t least, struct id *out); /* a cycle of which so many wait */
void ballot_set_logged(struct db *db, const struct id *cycle, const uint8_t entry[ENTRY_SIZE]);

/* For a request that comes again. False: the request was seen before. */
bool ballot_request_put(struct db *db, const struct id *cycle, const uint8_t request[REQUEST_HASH_SIZE],
						const uint8_t entry[ENTRY_SIZE]);
bool ballot_request_find(struct db *db, struct arena *arena, const struct id *cycle,
						 const uint8_t request[REQUEST_HASH_SIZE], uint8_t entry[ENTRY_SIZE]);
void ballot_requests_forget(struct db *db, const struct id *cycle);

#endif
