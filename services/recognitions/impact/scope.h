/* scope: what a question is about: which teams are in it, and who is in the head count. */
#ifndef KLEOS_IMPACT_SCOPE_H
#define KLEOS_IMPACT_SCOPE_H

#include "services/recognitions/impact/projection.h"

#include <stdint.h>

/* A member of the head count. */
struct head {
	uint32_t member;
	uint32_t bond; /* with the manager of the last active day; ROSTER_NO_BOND: none */
};

struct scope {
	const struct team_days *days; /* of the team that is asked for; NULL: nothing ever happened there */
	bool *teams;                  /* by team: within what is asked for */
	bool everybody;               /* all are */
	struct head *heads;
	uint32_t headcount;
	uint32_t *path_heads;   /* by path: whose last active day was in exactly this team, whatever is asked */
	uint32_t *path_managed; /* of these: who had a manager on that day */
	uint32_t *path_left;    /* of these: who had left before the last day of the range */
};

void scope_init(struct scope *scope, const struct projection *projection, const struct impact_question *question);
void scope_fini(struct scope *scope);

#endif
