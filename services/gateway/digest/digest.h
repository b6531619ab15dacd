/* digest: a week or a month of the report in words, for leaders to read in a minute: whether leaders are there, who
 * takes part, what is worth celebrating, what to do next. Made of the report after its disclosure rules, so it says
 * nothing that the report does not show; what is hidden or missing is said, never zero; nobody is named.
 *
 * The parts: digest (the rpc), compose (the letter out of a report), phrases (words, numbers, days), letter (forms). */
#ifndef KLEOS_GATEWAY_DIGEST_H
#define KLEOS_GATEWAY_DIGEST_H

#include "common/base/period.h"
#include "kleos/recognitions/v1/prompt.pb-c.h"
#include "kleos/reports/v1/report.pb-c.h"
#include "services/gateway/digest/letter.h"

/* What a letter is made of. */
struct digest_facts {
	struct period period;
	bool over;            /* false: it still goes on */
	int32_t pulse_day;    /* first of the month whose pulse the report has */
	const char *zone;     /* whose days these are */
	const char *question; /* of this week; NULL: it could not be read */
	const Kleos__ImpactReport *report;
};

/* Into a letter with arena and language set. */
void digest_compose(struct letter *letter, const struct digest_facts *facts);

#endif
