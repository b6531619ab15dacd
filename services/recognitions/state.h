/* state: what one recognitions service is made of. Handlers get it as call->service and only read it. */
#ifndef KLEOS_RECOGNITIONS_STATE_H
#define KLEOS_RECOGNITIONS_STATE_H

#include "common/service/service.h"
#include "services/recognitions/recognitions.h"

#include <stdatomic.h>

struct impact_source;

struct recognitions {
	struct recognitions_config config; /* its texts are in `arena` */
	struct arena arena;                /* what lives as long as the instance */
	struct service *service;
	struct rpc_client *members;   /* asked by the follower's thread */
	struct follower *follower;    /* of members' events */
	_Atomic bool caught_up;       /* the projection of members has been whole once */
	struct impact_source *impact; /* the figures */
};

static inline struct recognitions *recognitions_of(const struct call *call)
{
	return call->service;
}

#endif
