/* audience: which indexes a reader's list is merged from, and what passes its filters. The indexes are chosen so that
 * what a reader may not see is not even walked, so that neither the length of a page nor its token nor the time it
 * takes tells of it. */
#ifndef KLEOS_RECOGNITIONS_LIST_AUDIENCE_H
#define KLEOS_RECOGNITIONS_LIST_AUDIENCE_H

#include "services/recognitions/list/walk.h"
#include "services/recognitions/rules.h"

struct audience_filter {
	struct id giver;    /* zero: any */
	struct id receiver; /* zero: any */
	const char *team;   /* with the teams inside it; "": any */
	const char *value;  /* "": any */
	Kleos__Win win;     /* UNSPECIFIED: any */
};

/* The numbers of a team and of the teams around it, of those that anybody was ever in. */
size_t audience_teams_around(struct db *db, struct arena *arena, const char *team, int64_t **out);

/* Adds streams that hold, among them, every recognition that `viewer` may see and `filter` lets pass. */
void audience_add_streams(struct walk *walk, const struct viewer *viewer, const struct audience_filter *filter);
/* Two halves of what `viewer` may see of what `receiver` received: what is for everybody's ears or those of teams, and
 * what names the viewer or somebody they manage. The second is the same for every receiver, and holds what they gave
 * and received themselves too. */
void audience_add_heard(struct walk *walk, const struct viewer *viewer, const struct id *receiver);
void audience_add_circle(struct walk *walk, const struct viewer *viewer);
bool audience_passes(const struct recognition *recognition, const struct audience_filter *filter);

#endif
