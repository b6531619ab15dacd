/* hierarchy: where the giver of a recognition stood to its receivers, by the managers of one day. The managers of the
 * two are known to whoever asks, so that only what is further up costs a look at the spells, one a level. */
#ifndef KLEOS_RECOGNITIONS_HIERARCHY_H
#define KLEOS_RECOGNITIONS_HIERARCHY_H

#include "common/base/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

/* Stored with arcs: the numbers stay what they are. */
enum direction {
	DIRECTION_OTHER,
	DIRECTION_DOWN, /* the giver was the receiver's manager */
	DIRECTION_SKIP, /* two levels above or more */
	DIRECTION_UP,   /* the receiver was above the giver */
	DIRECTION_PEER, /* both had the same manager */
	DIRECTIONS,
};

#define HIERARCHY_LEVELS 64 /* looked at, above somebody; members sees to it that nobody is above themselves */

/* Of one giver on one day. */
struct hierarchy {
	struct db *db;
	int32_t day;
	struct id giver;
	struct id above[HIERARCHY_LEVELS]; /* their managers, the nearest first, as far as they were looked at */
	size_t n_above;
	bool whole; /* there is nobody further up */
};

/* manager: the giver's on that day; zero: none. Looks at nothing yet. */
void hierarchy_begin(struct hierarchy *hierarchy, struct db *db, int32_t day, const struct id *giver,
					 const struct id *manager);
/* manager: the receiver's on that day; zero: none. Of a hierarchy that was never begun (zeroed): OTHER. */
enum direction hierarchy_direction(struct hierarchy *hierarchy, const struct id *receiver, const struct id *manager);

#endif
