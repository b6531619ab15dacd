/* follower: reads another service's outbox from a cursor, for ever: on every ring, when the beat stops, and on a timer.
 * Gap-free, in order, no duplicate effect when `apply` commits effect and cursor together. One thread of its own. */
#ifndef KLEOS_EVENTS_FOLLOWER_H
#define KLEOS_EVENTS_FOLLOWER_H

#include "common/rpc/client.h"
#include "kleos/events/v1/events_service.pb-c.h"

struct follower;

struct follower_config {
	struct rpc_client *client; /* of the source; borrowed */
	const char *url;           /* the source's rpc URL */
	const char *name;          /* who follows, for the source's log */
	const struct environment *environment;
	const char *const *type_prefixes; /* NULL-ended; NULL: all */
	void *host;
	/* Where to start: the last applied seq and its epoch (zero: never applied). Negative: that cannot be read now, and
	 * is asked again after a pause. On the follower's thread. */
	int64_t (*cursor)(void *host, struct id *epoch);
	/* Applies a run of events and moves the cursor to `last`, in one transaction; `reset` says that the epoch changed
	 * and everything must be thrown away first. Not OK: the same run comes again after a pause. On the follower's
	 * thread. */
	enum status (*apply)(void *host, const Kleos__ReadEventsResponse *run, const struct id *epoch, bool reset);
	/* The head is reached, after whatever apply was given of this epoch. Not OK: the round has failed, and comes again
	 * after a pause. On the follower's thread. May be NULL. */
	enum status (*reached)(void *host, const struct id *epoch);
	/* After each round that reached the head (ok), and after each that could not (the source is away). May be NULL. */
	void (*round)(void *host, bool ok);
};

enum status follower_open(struct follower **out, const struct follower_config *config);
void follower_close(struct follower *follower);     /* NULL is fine */
void follower_wake(struct follower *follower);      /* read again now; any thread */
bool follower_caught_up(struct follower *follower); /* has reached the head once */

struct follower_state {
	bool connected; /* the last round reached the source */
	int64_t lag;    /* events that are published and not applied, as far as it has heard */
};
/* Any thread. */
void follower_state(const struct follower *follower, struct follower_state *out);

#endif
