/* recognitions: who thanked whom, how loud each person likes it, and the figures of it.
 * One instance owns one database; calls come over its URL. Follows members' events to know who is who (the projection),
 * so it answers while members is away. */
#ifndef KLEOS_RECOGNITIONS_RECOGNITIONS_H
#define KLEOS_RECOGNITIONS_RECOGNITIONS_H

#include "common/base/status.h"
#include "common/service/site.h"
#include "kleos/types/v1/types.pb-c.h"

struct process;
struct recognitions;

struct recognitions_config {
	struct service_site site;
	const char *members_url;           /* whose events it follows */
	bool no_search;                    /* for measuring what search costs: nothing is found then */
	Kleos__Visibility default_ceiling; /* for members who never said; UNSPECIFIED: TEAM */
	int64_t period_look_ms;            /* see period_clock_config; 0: a minute */
	int64_t routine_look_ms;           /* see routine_clock_config; 0: a minute */
};

/* From the settings of a process; borrows from it. */
struct recognitions_config recognitions_config_of(const struct process *process);

/* Listening when it returns OK; *out is untouched otherwise, and the reason is logged. */
enum status recognitions_open(struct recognitions **out, const struct recognitions_config *config);
void recognitions_close(struct recognitions *recognitions); /* NULL is fine */

#endif
