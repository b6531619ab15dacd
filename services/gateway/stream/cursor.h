/* cursor: where a subscriber is in the three histories, as an opaque text that only this subscriber can use. Sequence
 * numbers stay inside: a gap in them would tell that something happened that the reader may not see. */
#ifndef KLEOS_GATEWAY_CURSOR_H
#define KLEOS_GATEWAY_CURSOR_H

#include "common/base/id.h"
#include "common/base/seal.h"
#include "services/gateway/exchange.h"

struct cursor_place {
	struct id epoch; /* zero: not known yet, begins at the head */
	int64_t seq;     /* the last event passed on or passed over */
};

struct cursor {
	struct cursor_place places[SERVICE_COUNT];
};

/* `reader` is the id of the reader's key. */
const char *cursor_seal(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
						const struct id *reader, const struct cursor *cursor);
/* False: not a cursor, or somebody else's. */
bool cursor_open(struct arena *arena, const struct cluster_key *key, const struct id *reader, const char *text,
				 struct cursor *out);

#endif
