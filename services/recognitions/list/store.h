/* store: where lists by a person are: which teams are stamped on what they gave and received, and which hear it. */
#ifndef KLEOS_RECOGNITIONS_LIST_STORE_H
#define KLEOS_RECOGNITIONS_LIST_STORE_H

#include "common/store/db.h"
#include "services/recognitions/recognition.h"

/* The least team after *team that is stamped on a person in what has this visibility, by one of the *_team_after
 * statements; false: there is none. */
bool stamped_team_after(struct db *db, const struct sql *sql, const struct id *person, Kleos__Visibility visibility,
						int64_t *team);

/* overheard: which teams hear a TEAM recognition besides the one stamped on a person, so that a list by that person
 * walks nothing else. Whoever changes a visibility deletes before and puts behind it. */

void overheard_put(struct db *db, const struct recognition *recognition); /* nothing unless its visibility is TEAM */
void overheard_delete(struct db *db, const struct recognition *recognition);

#endif
