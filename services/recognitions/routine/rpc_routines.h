/* rpc_routines: what the handlers of this folder share. */
#ifndef KLEOS_RECOGNITIONS_RPC_ROUTINES_H
#define KLEOS_RECOGNITIONS_RPC_ROUTINES_H

#include "services/recognitions/routine/store_routines.h"
#include "services/recognitions/rules.h"

#include "common/rpc/call.h"

/* Members of the team, who leads it, and those whose work it is: PEOPLE_ADMIN, ADMIN and integrations. */
bool routine_is_visible(struct call *call, const struct routine *routine, const struct viewer *viewer);
/* In the call's arena. */
Kleos__Routine *routine_message(struct call *call, const struct routine *routine);

#endif
