/* shares: how much of the gateway one caller gets. A caller is a member, whatever their keys and sessions, or a key
 * that belongs to nobody.
 *
 * By number: so many requests a second, with a burst; what is beyond is refused. And in proportion, whatever the
 * number: a caller alone has SHARE_ALONE_BOUND under way, which leaves room for whoever comes (admission.h); while
 * others have something under way too, each has its share of SHARES_AT_ONCE, at least SHARE_LEAST, and what is beyond
 * waits for its own turn behind nobody else's. So a noisy caller costs another one a fair part of the house and no
 * more, and whoever is alone notices nothing.
 *
 * Memory is fixed: callers share places by a keyed hash, so whoever shares one is counted with another, and nobody can
 * choose with whom. One thread: the HTTP library's. */
#ifndef KLEOS_GATEWAY_SHARES_H
#define KLEOS_GATEWAY_SHARES_H

#include "common/base/environment.h"
#include "common/base/limits.h"
#include "common/base/status.h"
#include "common/rpc/principal.h"

#include <stdbool.h>

#define SHARES_AT_ONCE    16 /* calls under way that those share who are there; the services have room for more */
#define SHARE_LEAST       4  /* what a page of a browser asks for at once */
#define SHARE_BURST_LEAST 50 /* requests at a stroke, however few a second */

struct shares;
struct exchange;

enum share {
	SHARE_GOES,           /* counted: shares_leave must follow */
	SHARE_WAITS_FOR_TURN, /* held and woken when it goes, which is then counted */
	SHARE_REFUSED,
};

/* `a_second`: requests of one caller, and twice as many at a stroke. */
enum status shares_open(struct shares **out, const struct environment *environment, unsigned a_second);
void shares_close(struct shares *shares); /* nobody waits any more; NULL is fine */
/* False: too many of late. The next one is within the rate in less than a second. */
bool shares_within_rate(struct shares *shares, const struct principal *caller);
/* The exchange's principal is who asks. */
enum share shares_enter(struct shares *shares, struct exchange *exchange);
void shares_leave(struct shares *shares, struct exchange *exchange);

#endif
