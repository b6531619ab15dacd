/* store_values: the verbs over the values an organisation thanks each other for. Texts of rows are in `arena`. */
#ifndef KLEOS_RECOGNITIONS_STORE_VALUES_H
#define KLEOS_RECOGNITIONS_STORE_VALUES_H

#include "common/base/limits.h"
#include "common/store/db.h"

struct value {
	struct id id;
	const char *slug;
	const char *title;
	const char *description;
	int64_t create_ms;
	int64_t retire_ms; /* 0: in use */
};

/* A new one, or other words and another retire time for the one of this id. */
void value_put(struct db *db, const struct value *value);
bool value_read(struct db *db, struct arena *arena, const struct id *id, struct value *out);
bool value_find(struct db *db, struct arena *arena, const char *slug, struct value *out);
bool value_is_retired(struct db *db, const char *slug); /* false too when it was never configured */
/* All of them by slug, at most VALUES_BOUND. */
size_t values_read(struct db *db, struct arena *arena, struct value **out);

#endif
