/* sight: who sees what people share: one decision for recognitions and for highlights. Pure: no database, no clock. */
#ifndef KLEOS_RECOGNITIONS_SIGHT_H
#define KLEOS_RECOGNITIONS_SIGHT_H

#include "common/base/id.h"
#include "kleos/types/v1/types.pb-c.h"

#include <stdbool.h>
#include <stddef.h>

#define SIGHT_PEOPLE 51 /* a giver and 50 receivers */

/* Who reads. */
struct viewer {
	struct id member;  /* zero: a key that belongs to no member */
	const char *team;  /* of now; "" none */
	bool organization; /* sees what every member sees */
};

/* Somebody it names. */
struct sight_person {
	const struct id *member;
	const char *team;         /* stamped; "" none */
	const struct id *manager; /* of now, who sees what is for managers; NULL: nobody does for this person */
};

struct sight {
	Kleos__Visibility visibility; /* UNSPECIFIED: it is gone */
	struct sight_person people[SIGHT_PEOPLE];
	size_t n_people;
};

void sight_add(struct sight *sight, const struct id *member, const char *team, const struct id *manager);

/* contract.md, "Who sees it". Nothing else decides. Nobody sees what is gone. */
bool sight_is_open(const struct sight *sight, const struct viewer *viewer);

#endif
