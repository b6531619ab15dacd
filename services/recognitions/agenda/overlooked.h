/* overlooked: whom nobody has thanked for a while, as far as a reader may see; by handle, never by how long. */
#ifndef KLEOS_RECOGNITIONS_OVERLOOKED_H
#define KLEOS_RECOGNITIONS_OVERLOOKED_H

#include "common/base/limits.h"
#include "kleos/recognitions/v1/overlooked.pb-c.h"
#include "services/recognitions/agenda/last_thanks.h"
#include "services/recognitions/agenda/store_people.h"

#define OVERLOOKED_DAYS        30
#define OVERLOOKED_LOOKED_MOST 500 /* people looked at in one call, so that it takes a bounded time */

/* 0 becomes OVERLOOKED_DAYS; otherwise as the take functions of services/recognitions/rules.h. */
const char *days_take(int32_t days, int32_t *out);

struct overlooked_search {
	struct call *call;
	const struct viewer *viewer;
	struct people_filter people; /* joined_day is set by the search */
	struct id except;            /* somebody left out; zero: nobody */
	int32_t days;
	const char *after; /* only handles behind it; "" from the first */
	size_t bound;      /* people to find at most */
	/* what was found */
	Kleos__Overlooked **found; /* in the call's arena */
	size_t n_found;
	bool more;           /* there may be more, */
	struct id last_seen; /* behind this member */
};

void overlooked_search(struct overlooked_search *search);

#endif
