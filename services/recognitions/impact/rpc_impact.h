/* rpc_impact: the rpcs of ImpactService: one row an rpc, in the order of the proto. Raw figures, so only processes of
 * the deployment may ask: the gateway, which applies the disclosure rules. */
#ifndef KLEOS_IMPACT_RPC_IMPACT_H
#define KLEOS_IMPACT_RPC_IMPACT_H

#include "common/rpc/method.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"

#define IMPACT_METHODS(METHOD)                                                                                         \
	METHOD(SummarizeImpact, summarize_impact, RPC_READ, ROLES_INTERNAL)                                                \
	METHOD(VerifyImpact, verify_impact, RPC_READ, ROLES_INTERNAL)

IMPACT_METHODS(RPC_PROTOTYPE)

#endif
