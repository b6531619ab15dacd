/* last_thanks: when people were last thanked, as far as one reader may see. What names the reader, or somebody they
 * manage, is walked once for everybody, by last_thanks_init; the rest for each person from an index that holds
 * nothing the reader may not see. recognition_is_visible has the last word on every thanks. One thread. */
#ifndef KLEOS_RECOGNITIONS_LAST_THANKS_H
#define KLEOS_RECOGNITIONS_LAST_THANKS_H

#include "common/rpc/call.h"
#include "services/recognitions/rules.h"

/* One receiver of one recognition of the circle. */
struct circle_thanks {
	struct id receiver;
	struct id recognition;
	int64_t give_ms;
};

struct last_thanks {
	struct db *db;
	const struct viewer *viewer; /* borrowed */
	struct arena arena;          /* of the circle */
	struct arena walking;        /* of the walk of one person */
	struct arena scratch;        /* of the thanks that is looked at */
	struct recognition candidate;
	struct circle_thanks *circle; /* by receiver, the newest first; whether they may be seen is asked when it matters */
	size_t n_circle;
};

void last_thanks_init(struct last_thanks *last, struct call *call, const struct viewer *viewer);
void last_thanks_fini(struct last_thanks *last);

/* False: never, as far as the reader may see. */
bool last_thanks_of(struct last_thanks *last, const struct id *member, int64_t *out_ms);

#endif
