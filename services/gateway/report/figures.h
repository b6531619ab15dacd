/* figures: every figure of a report, found by the descriptors of its messages, so that a part or a figure that is
 * new in the proto is empty, hidden, compared and printed like the others. Pure.
 *
 * A part is a message with figures only (totals, rates, …); a figure is a count, a share or a ratio. The head count is
 * the one figure that stands in no part. A figure that is null is unknown or hidden, never zero. */
#ifndef KLEOS_GATEWAY_REPORT_FIGURES_H
#define KLEOS_GATEWAY_REPORT_FIGURES_H

#include "common/base/arena.h"
#include "kleos/reports/v1/report.pb-c.h"

#include <stdbool.h>

/* Every part there, every figure null. */
void figures_init(struct arena *arena, Kleos__ImpactReport *report);
/* Every figure null again, and every list of what happened empty. */
void figures_hide(Kleos__ImpactReport *report);
void figures_hide_ratio(Kleos__Ratio *ratio);

struct figure {
	const char *part; /* totals; NULL: the head count's */
	const char *name; /* bigWins */
	/* one of these, or none */
	const Google__Protobuf__Int32Value *count;
	const Google__Protobuf__DoubleValue *share;
	const Kleos__Ratio *ratio;
};

/* Zeroed at the start. */
struct figures_walk {
	unsigned field, figure;
};

/* The next figure in the order of the report; names in the arena. False: no more. Two reports of figures_init walk in
 * step. */
bool figures_next(struct arena *arena, const Kleos__ImpactReport *report, struct figures_walk *walk,
				  struct figure *out);
/* Of a ratio its value. False: null. */
bool figure_value(const struct figure *figure, double *out);

/* ---- making them ---- */

Google__Protobuf__Int32Value *figure_count(struct arena *arena, int64_t value);
/* Null unless known. */
Google__Protobuf__DoubleValue *figure_share(struct arena *arena, bool known, double value);
void figure_set_ratio(struct arena *arena, Kleos__Ratio *ratio, int64_t numerator, int64_t denominator);

#endif
