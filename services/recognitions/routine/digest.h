/* digest: what happened in a team before a routine was due, of what the reader may see: nothing else is counted, so
 * that neither the figures nor the list tell of a private word. */
#ifndef KLEOS_RECOGNITIONS_DIGEST_H
#define KLEOS_RECOGNITIONS_DIGEST_H

#include "common/rpc/call.h"
#include "kleos/recognitions/v1/routine.pb-c.h"
#include "services/recognitions/rules.h"

#define DIGEST_NEWEST 5
#define DIGEST_COUNTS 500 /* recognitions counted at most */

/* Of the week before `end_ms`, in the call's arena. */
Kleos__RoutineDigest *digest_message(struct call *call, const struct viewer *viewer, const char *team, int64_t end_ms);

#endif
