/* pulse_keeper: the thread that closes months: when one is over, its key is destroyed and its marks are deleted. Looks
 * once a second, so that a clock that jumps is followed too. */
#ifndef KLEOS_MEMBERS_PULSE_KEEPER_H
#define KLEOS_MEMBERS_PULSE_KEEPER_H

#include "common/base/zone_days.h"
#include "common/store/store.h"
#include "services/members/pulse/pulse_key.h"

struct pulse_keeper;

struct pulse_keeper_config {
	struct store *store;   /* open and migrated; borrowed until pulse_keeper_close */
	struct pulse_key *key; /* likewise */
	const struct environment *environment;
	const struct zone_days *days; /* whose months; borrowed; NULL: UTC */
};

/* Every month that is over is closed when it returns OK. */
enum status pulse_keeper_open(struct pulse_keeper **out, const struct pulse_keeper_config *config);
void pulse_keeper_close(struct pulse_keeper *keeper); /* before the store closes; NULL is fine */

#endif
