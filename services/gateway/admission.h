/* admission: how many rpcs the gateway has under way to each service, whoever asks. One more is refused at once, before
 * anybody looks at its key, so that a refusal costs little, whoever was let in is answered in time, and a service that
 * stalls takes nobody along who needs another one. Counted from the end of the request, so that a body that comes
 * slowly takes up no place. What lasts, such as files and streams, is bounded by itself. One thread: the HTTP
 * library's. */
#ifndef KLEOS_GATEWAY_ADMISSION_H
#define KLEOS_GATEWAY_ADMISSION_H

#include "common/base/limits.h"
#include "common/meter/samples.h"
#include "services/gateway/exchange.h"

#include <stdbool.h>
#include <stdint.h>

#define ADMISSION_LANES (SERVICE_COUNT + 1) /* the last is of what the gateway answers itself, by asking several */

struct admission {
	struct admission_lane {
		unsigned under_way;
		uint64_t refused;
	} lanes[ADMISSION_LANES];
	int64_t told_ms; /* monotonic: when the log was last told of refusals */
	int64_t untold;
};

/* Whether there is room now; refused with OVERLOADED otherwise. */
bool admission_has_room(struct exchange *exchange);
/* Counts it; refused likewise. */
bool admission_enter(struct exchange *exchange);
/* Harmless for whoever is not counted. */
void admission_leave(struct exchange *exchange);
/* Of those who were refused, here or for their own number (shares.h), the log has one line a second with how many: a
 * line each would cost those who were let in. True: this exchange is told of so. */
bool admission_tells(struct exchange *exchange);
void admission_measure(const struct admission *admission, struct samples *samples);

#endif
