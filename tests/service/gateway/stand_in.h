/* stand_in: recognitions and awards as the report sees them, saying what a test wants them to say. */
#ifndef KLEOS_TESTS_GATEWAY_STAND_IN_H
#define KLEOS_TESTS_GATEWAY_STAND_IN_H

#include "common/rpc/server.h"
#include "kleos/awards/v1/awards_service.pb-c.h"
#include "kleos/awards/v1/summary_service.pb-c.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "kleos/rpc/v1/health_service.pb-c.h"
#include "tests/support/service_fixture.h"

#include <stdatomic.h>

#define STAND_IN_HUNG 512 /* calls that may hang at once */

struct stand_in {
	struct rpc_server *server;
	/* what it answers */
	Kleos__SummarizeImpactResponse impact;
	Kleos__VerifyImpactResponse verification;
	Kleos__SummarizeAwardsResponse awards;
	/* to whoever asks about days before this one: the same, unless these are set */
	int32_t now_from_day;
	const Kleos__SummarizeImpactResponse *impact_before;
	const Kleos__SummarizeAwardsResponse *awards_before;
	atomic_bool refuses_before;
	const char *health;  /* that it is ready, and this */
	atomic_bool refuses; /* UNAVAILABLE */
	atomic_bool hangs;   /* no answer until stand_in_answer */
	struct call *_Atomic hung[STAND_IN_HUNG];
	atomic_int n_hung;
	atomic_int asked;
};

/* Listens as `audience` ("recognitions", "awards"); answers are empty messages until the test fills them. */
void stand_in_open(struct stand_in *stand_in, struct service_fixture *fixture, const char *audience, const char *url);
/* Those that hang, and from now on at once. */
void stand_in_answer(struct stand_in *stand_in);
void stand_in_close(struct stand_in *stand_in);

#endif
