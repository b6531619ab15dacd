/* long_form: a report as rows of CSV, as README.md has them. Of what is told only: whoever calls has applied the
 * disclosure rules, and leaving rows out is all that happens behind them. Pure. */
#ifndef KLEOS_GATEWAY_REPORT_LONG_FORM_H
#define KLEOS_GATEWAY_REPORT_LONG_FORM_H

#include "common/base/buffer.h"
#include "kleos/reports/v1/report.pb-c.h"

/* Whose rows are wanted; none named: all. */
struct long_form_sections {
	const char *const *names;
	size_t n;
};

/* Every section there is, "headcount, totals, …", when one that was named is none of them; NULL: all are. */
const char *long_form_check(struct arena *arena, const struct long_form_sections *sections);

void long_form_add(struct buffer *out, struct arena *arena, const Kleos__ImpactReport *report,
				   const struct long_form_sections *sections);

#endif
