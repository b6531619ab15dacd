/* store_preferences: how each member likes to be recognised. The ceiling decides in the same transaction as the
 * recognition it bounds, which is why preferences live in this service. */
#ifndef KLEOS_RECOGNITIONS_STORE_PREFERENCES_H
#define KLEOS_RECOGNITIONS_STORE_PREFERENCES_H

#include "common/store/db.h"
#include "services/recognitions/rules.h"

struct preference {
	Kleos__Visibility ceiling; /* UNSPECIFIED: the deployment's default */
	Kleos__Channel channels[CHANNELS]; /* in order of liking */
	size_t n_channels;
	const char *note;
	int64_t version; /* 0: never said anything */
};

void preference_read(struct db *db, struct arena *arena, const struct id *member, struct preference *out);
/* Inside a write; stores preference->version as it is. */
void preference_put(struct db *db, const struct id *member, const struct preference *preference, int64_t now_ms);
/* The ceiling given when the member was created: only for whom nothing was ever stored. */
void preference_put_first(struct db *db, const struct id *member, Kleos__Visibility ceiling, int64_t now_ms);
/* Of an erased member nothing stays but the quietest ceiling. */
void preference_erase(struct db *db, const struct id *member, int64_t now_ms);

#endif
