/* state: what one members service is made of. Handlers get it as call->service and only read it. */
#ifndef KLEOS_MEMBERS_STATE_H
#define KLEOS_MEMBERS_STATE_H

#include "common/rpc/call.h"
#include "common/service/service.h"
#include "services/members/members.h"
#include "services/members/pulse/pulse_keeper.h"

struct members {
	struct arena arena;            /* what lives as long as the instance */
	const struct cluster_key *key; /* for seals and hashes */
	int64_t session_ms;            /* the life of a session that a key opened */
	int64_t oidc_session_ms;       /* of one that an identity provider vouched for */
	struct service *service;
	struct pulse_key *pulse_key;       /* of the month that is open */
	struct pulse_keeper *pulse_keeper; /* closes it when it is over */
	const char *made_admin_key;        /* where; NULL: not made by this start */
};

static inline struct members *members_of(const struct call *call)
{
	return call->service;
}

#endif
