/* rights: the frame's answers to RightsService: lines of the audit log, what there is about a member, how far an
 * erasure is. Each authorises by itself. Private to common/service. */
#ifndef KLEOS_SERVICE_RIGHTS_H
#define KLEOS_SERVICE_RIGHTS_H

#include "common/rpc/method.h"
#include "kleos/rights/v1/rights_service.pb-c.h"

#define RIGHTS_METHODS(METHOD)                                                                                         \
	METHOD(ReadAudit, read_audit, RPC_READ, ROLES_ANY)                                                                 \
	METHOD(ReadMemberData, read_member_data, RPC_READ, ROLES_ANY)                                                      \
	METHOD(GetErasure, get_erasure, RPC_READ, ROLES_PEOPLE)

/* Their call->service is the service itself. */
RIGHTS_METHODS(RPC_PROTOTYPE)

#endif
