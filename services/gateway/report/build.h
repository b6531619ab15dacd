/* build: figures and lists out of counts, before any disclosure rule. Inside this room. The report comes from
 * figures_init; what a service did not tell stays null, and its lists empty. */
#ifndef KLEOS_GATEWAY_REPORT_BUILD_H
#define KLEOS_GATEWAY_REPORT_BUILD_H

#include "services/gateway/report/report.h"

/* The head count and the figures of recognitions. */
void build_figures(struct arena *arena, const Kleos__SummarizeImpactResponse *impact, Kleos__ImpactReport *report);
/* What pulses_told gave. */
void build_pulses(struct arena *arena, const struct pulses *pulses, Kleos__ImpactReport *report);
const char *build_day(struct arena *arena, int32_t day);

#endif
