/* report: the impact report, made of what each service knows. The services are asked at once under one deadline; what
 * does not come is null and named, never zero; the disclosure rules come last. Reading order: README.md. */
#ifndef KLEOS_GATEWAY_REPORT_H
#define KLEOS_GATEWAY_REPORT_H

#include "common/base/limits.h"
#include "kleos/awards/v1/summary_service.pb-c.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "kleos/reports/v1/reports_service.pb-c.h"
#include "services/gateway/exchange.h"
#include "services/gateway/report/disclosure.h"
#include "services/gateway/report/pulses.h"

#define REPORT_DAYS_DEFAULT 90

struct report_question {
	int32_t from_day, to_day;             /* both included */
	int32_t pulse_from_day, pulse_to_day; /* pulses of the closed months in these days; both included */
	const char *team;                     /* "": everybody */
	const char *time_zone;                /* whose days these are */
	Kleos__Interval interval;
};

struct report_source {
	bool ok;
	int64_t as_of_ms;    /* when not ok: of its last answer, 0: none yet */
	const char *message; /* why not; "" when ok */
};

/* What came back. */
struct report_answers {
	struct report_source sources[SERVICE_COUNT];
	const Kleos__SummarizeImpactResponse *impact; /* NULL: its figures are null */
	const Kleos__SummarizeAwardsResponse *awards;
	const Kleos__GetDirectoryStateResponse *members;
};

/* The days before those of the question, as many. */
struct report_question report_question_before(const struct report_question *question);

/* Every figure that is known, before any disclosure rule; of pulses, what pulses_told gave, NULL: members did not
 * answer. */
Kleos__ImpactReport *report_build(struct arena *arena, const struct report_question *question,
								  const struct report_answers *answers, const struct pulses *pulses);
/* The lists beside them: they are compared with nothing, so the range before goes without. */
void report_add_lists(struct arena *arena, const struct report_answers *answers, Kleos__ImpactReport *report);

/* From the texts of a request; empty ones are the defaults. Not OK: answered. */
enum status report_take_range(struct exchange *exchange, const char *from, const char *to, struct report_question *out);
enum status report_take_team(struct exchange *exchange, const char *team, struct report_question *out);

/* VerifyImpactReport. */
void report_verify(struct exchange *exchange, const ProtobufCMessage *message);

#endif
