/* stage: awards with a real members service beside it; eleni runs awards, maria and nikos are colleagues. */
#ifndef KLEOS_TESTS_AWARDS_STAGE_H
#define KLEOS_TESTS_AWARDS_STAGE_H

#include "kleos/awards/v1/awards_service.pb-c.h"
#include "kleos/awards/v1/summary_service.pb-c.h"
#include "services/awards/awards.h"
#include "tests/service/members/fixture.h"

#define AWARDS  (&kleos__awards_service__descriptor)
#define SUMMARY (&kleos__summary_service__descriptor)

#define PHASE(name) KLEOS__CYCLE_PHASE__CYCLE_PHASE_##name

struct awards_stage {
	struct members_fixture members;
	struct awards *awards;
	struct peer peer;
	struct principal eleni, maria, nikos;
};

/* Set-up and tear-down of a test. The clock of phases looks at the test's clock every few milliseconds. */
int awards_open_inproc(void **state);
int awards_open_tcp(void **state);
int awards_close_stage(void **state);
/* The service goes, and comes back on the same folder. */
void awards_stop(struct awards_stage *stage);
void awards_start(struct awards_stage *stage);

const Kleos__Award *found_award(struct awards_stage *stage, const char *slug);
/* One phase further, by eleni's hand. */
const Kleos__Cycle *advance(struct awards_stage *stage, const char *cycle);
const Kleos__Cycle *advance_to(struct awards_stage *stage, const char *cycle, Kleos__CyclePhase phase);
const Kleos__Cycle *cycle_of(struct awards_stage *stage, const char *cycle); /* as it is now */
/* A cycle in DRAFT of the award, which is founded when it is not there. NULL: the default rules. */
const Kleos__Cycle *draft_with(struct awards_stage *stage, const char *award, const Kleos__CycleRules *rules);
const Kleos__Cycle *draft(struct awards_stage *stage, int32_t most, bool self);

Kleos__NominateRequest naming(const char *cycle, const char *nominee);
const Kleos__Nomination *nominate_as(struct awards_stage *stage, const struct principal *who, const char *cycle,
									 const char *nominee);
/* accept, decline, withdraw or endorse; fails the test when refused. */
const Kleos__Nomination *accept_as(struct awards_stage *stage, const struct principal *who, const char *nomination);
const Kleos__Nomination *decline_as(struct awards_stage *stage, const struct principal *who, const char *nomination);
const Kleos__Nomination *withdraw_as(struct awards_stage *stage, const struct principal *who, const char *nomination);
const Kleos__Nomination *endorse_as(struct awards_stage *stage, const struct principal *who, const char *nomination);
/* Somebody to vote for, while nominations are taken: nikos names maria, who accepts. */
const Kleos__Nomination *add_candidate(struct awards_stage *stage, const char *cycle);
size_t nominations_seen(struct awards_stage *stage, const struct principal *who, const char *cycle);

#endif
