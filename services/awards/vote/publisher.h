/* publisher: the thread that puts ballots into the logs, LOG_BATCH_LEAST of a cycle at least, each batch in a
 * transaction of its own: no ballot's transaction tells anybody anything. */
#ifndef KLEOS_AWARDS_VOTE_PUBLISHER_H
#define KLEOS_AWARDS_VOTE_PUBLISHER_H

#include "common/store/store.h"
#include "services/awards/ballot_log/head.h"

struct vote_publisher;

struct vote_publisher_config {
	struct store *store;        /* open and migrated; borrowed until vote_publisher_stop */
	const struct head_key *key; /* borrowed */
	const struct environment *environment;
};

enum status vote_publisher_open(struct vote_publisher **out, const struct vote_publisher_config *config);
void vote_publisher_stop(struct vote_publisher *publisher);  /* its thread; before the store closes; NULL is fine */
void vote_publisher_close(struct vote_publisher *publisher); /* when nobody wakes it any more; NULL is fine */

/* Enough ballots of some cycle wait. Any thread. */
void vote_publisher_wake(struct vote_publisher *publisher);

#endif
