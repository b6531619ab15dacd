/* store_people: people by name, as lists of whom to thank go through them. */
#ifndef KLEOS_RECOGNITIONS_STORE_PEOPLE_H
#define KLEOS_RECOGNITIONS_STORE_PEOPLE_H

#include "common/store/db.h"

/* Of whom: everybody, or ... */
struct people_filter {
	enum { PEOPLE_ALL, PEOPLE_REPORTS, PEOPLE_TEAM } of;
	struct id manager;  /* of PEOPLE_REPORTS: whom they manage now */
	int64_t team;       /* of PEOPLE_TEAM: who is in it now, not inside it */
	int32_t joined_day; /* who joined on this day or before */
};

struct listed_person {
	struct id id;
	const char *handle;
	const char *display_name;
};

/* At most `bound` active members whose handle is behind `after`, by handle; texts and rows in `arena`. */
size_t people_list(struct db *db, struct arena *arena, const struct people_filter *filter, const char *after,
				   size_t bound, struct listed_person **out);
/* The handle of a member, also of one who left; NULL: none. */
const char *handle_of(struct db *db, struct arena *arena, const struct id *member);

#endif
