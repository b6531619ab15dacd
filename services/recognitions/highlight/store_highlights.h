/* store_highlights: the verbs over highlights. Texts of rows are in `arena`. */
#ifndef KLEOS_RECOGNITIONS_STORE_HIGHLIGHTS_H
#define KLEOS_RECOGNITIONS_STORE_HIGHLIGHTS_H

#include "common/store/db.h"
#include "services/recognitions/highlight/highlight.h"

/* With its people, links and metrics; instead of what was stored under its id. */
void highlight_put(struct db *db, const struct highlight *highlight);
/* Whole; false: there is none. Whoever shows it asks highlight_is_visible first. */
bool highlight_read(struct db *db, struct arena *arena, const struct id *id, struct highlight *out);
void highlight_delete(struct db *db, const struct id *id);
/* How many a member has shared. */
int64_t highlights_of(struct db *db, const struct id *member);
/* Some highlight with this collaborator that is louder than `cap`; false: there is none. */
bool highlight_louder(struct db *db, const struct id *collaborator, Kleos__Visibility cap, struct id *out);
/* No cap of `collaborator` above `cap` stays; what holds is not touched. */
void highlight_caps_lower(struct db *db, const struct id *collaborator, Kleos__Visibility cap);

#endif
