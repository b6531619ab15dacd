/* draft: a cycle as a request would have it, with what is wrong with it. */
#ifndef KLEOS_AWARDS_CYCLE_DRAFT_H
#define KLEOS_AWARDS_CYCLE_DRAFT_H

#include "common/rpc/call.h"
#include "kleos/awards/v1/awards_service.pb-c.h"
#include "services/awards/cycle/cycle.h"

enum cycle_field {
	CYCLE_TITLE = 1 << 0,
	CYCLE_RULES = 1 << 1,
	CYCLE_TIME = 1 << 2, /* of the first time; the others follow */
	CYCLE_ALL = (1 << (2 + CYCLE_TIMES)) - 1,
};

/* The fields that an update names. What none is, is said in the call. */
unsigned cycle_draft_fields(struct call *call, const Kleos__UpdateCycleRequest *request);

/* Sets the fields of *out from the request. Not OK is said in the call. */
enum status cycle_draft_take(struct call *call, const Kleos__UpdateCycleRequest *request, unsigned fields,
							 Kleos__AwardScope scope, struct cycle *out);

#endif
