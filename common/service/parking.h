/* parking: calls that name a member this service has not heard of, waiting for the members' feed. No thread waits. */
#ifndef KLEOS_SERVICE_PARKING_H
#define KLEOS_SERVICE_PARKING_H

#include "common/service/work.h"

struct follower;

struct parking {
	pthread_mutex_t mutex;
	struct queue_link *first, *last; /* work.parked */
	struct follower *feed;           /* NULL: there is nothing to wait for */
	bool follows;                    /* there is or was a feed */
	bool closed;
};

void parking_init(struct parking *parking);
void parking_fini(struct parking *parking);
void parking_set_feed(struct parking *parking, struct follower *feed); /* NULL: it is gone */
bool parking_follows(struct parking *parking);                         /* there is or was a feed */
/* True: it waits. False: it has failed, the caller answers: with what call_park said in a service that follows nobody,
 * with STOPPING when the feed is gone. */
bool parking_add(struct parking *parking, struct work *work);
/* A round of the feed has ended. What waited for a whole round is tried again, or told that members is away. */
void parking_round(struct parking *parking, bool ok);
/* Tells everybody who waits that the service stops; nobody may wait afterwards. */
void parking_close(struct parking *parking);

#endif
