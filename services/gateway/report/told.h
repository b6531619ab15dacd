/* told: what of all that was gathered may be told: the disclosure rules over each range, then the two beside each
 * other. Every output is made of it, in this room and in digest/. */
#ifndef KLEOS_GATEWAY_REPORT_TOLD_H
#define KLEOS_GATEWAY_REPORT_TOLD_H

#include "services/gateway/report/gather.h"

/* `impact` NULL: the head counts are not known. `awards` NULL: no figure of theirs is told. */
struct disclosure report_rules(struct exchange *exchange, const Kleos__SummarizeImpactResponse *impact,
							   const Kleos__SummarizeAwardsResponse *awards);

/* The report, after the disclosure rules, with the comparison. Once, when the gathering is done. */
Kleos__ImpactReport *report_told(struct gathering *gathering);

#endif
