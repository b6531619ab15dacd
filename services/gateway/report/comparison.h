/* comparison: a report beside that of the range before. Pure; after the disclosure rules: it is made of two reports
 * that each passed them, so it tells nothing that asking for both would not tell. */
#ifndef KLEOS_GATEWAY_REPORT_COMPARISON_H
#define KLEOS_GATEWAY_REPORT_COMPARISON_H

#include "common/base/arena.h"
#include "kleos/reports/v1/report.pb-c.h"

/* Every figure that is known in both, in the order of the report, and what of `before` is not shown, and why. */
Kleos__ReportComparison *comparison_make(struct arena *arena, const Kleos__ImpactReport *now,
										 const Kleos__ImpactReport *before);

#endif
