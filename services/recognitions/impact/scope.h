/* scope: what a question is about: which arcs are in it, and who is in the head count. */
#ifndef KLEOS_IMPACT_SCOPE_H
#define KLEOS_IMPACT_SCOPE_H

#include "services/recognitions/impact/projection.h"

#include <stdint.h>

/* What a flow is to the team that is asked for. */
enum scope_flag {
	SCOPE_GIVER = 1,    /* the giver's team is within it */
	SCOPE_RECEIVER = 2, /* the receiver's is */
};

struct scope {
	uint8_t *flows;       /* by flow: scope_flag; NULL: everybody is asked for */
	bool *members;        /* by member: in the head count */
	uint32_t *path_heads; /* by path: whose last active day was in exactly this team, whatever is asked */
	uint32_t headcount;
};

void scope_init(struct scope *scope, const struct projection *projection, const struct impact_question *question);
void scope_fini(struct scope *scope);

#endif
