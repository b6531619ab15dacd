/* state: what one recognitions service is made of. Handlers get it as call->service and only read it. */
#ifndef KLEOS_RECOGNITIONS_STATE_H
#define KLEOS_RECOGNITIONS_STATE_H

#include "common/directory/directory_feed.h"
#include "services/recognitions/recognitions.h"

struct impact_source;
struct period_clock;
struct routine_clock;
struct search;

struct recognitions {
	struct arena arena;            /* what lives as long as the instance */
	const struct cluster_key *key; /* for seals */
	const struct environment *environment;
	Kleos__Visibility default_ceiling; /* of members who never said */
	struct service *service;
	struct directory_feed *feed;  /* keeps the projection of members */
	struct impact_source *impact; /* the figures */
	struct period_clock *period_clock;
	struct routine_clock *routine_clock;
	struct search *search; /* finding by words; NULL: switched off */
};

static inline struct recognitions *recognitions_of(const struct call *call)
{
	return call->service;
}

#endif
