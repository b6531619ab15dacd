/* state: what one awards service is made of. Handlers get it as call->service and only read it. */
#ifndef KLEOS_AWARDS_STATE_H
#define KLEOS_AWARDS_STATE_H

#include "common/directory/directory_feed.h"
#include "services/awards/awards.h"
#include "services/awards/ballot_log/head.h"
#include "services/awards/cycle/cycle_clock.h"
#include "services/awards/vote/count.h"
#include "services/awards/vote/publisher.h"

struct awards {
	const struct cluster_key *key; /* for seals */
	struct service *service;
	struct directory_feed *feed; /* keeps the projection of members */
	struct cycle_clock *clock;   /* ends phases */
	struct head_key log_key;     /* of all votes' logs */
	struct vote_publisher *publisher;
	struct counts *counts;
	char *public_url; /* without a slash at its end */
};

static inline struct awards *awards_of(const struct call *call)
{
	return call->service;
}

#endif
