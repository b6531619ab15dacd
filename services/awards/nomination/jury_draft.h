/* jury_draft: the jury of a cycle as a request would have it, with what is wrong with it. */
#ifndef KLEOS_AWARDS_JURY_DRAFT_H
#define KLEOS_AWARDS_JURY_DRAFT_H

#include "common/rpc/call.h"
#include "services/awards/cycle/cycle.h"

/* Sets out->jury, where out->shortlist is JURY; elsewhere there is none, and none may be named. What is wrong is said
 * in the call. PARKED: a juror whom this service has not heard of yet. */
enum status jury_draft_take(struct call *call, const Kleos__CycleRules *rules, struct cycle_rules *out);

#endif
