/* waiting: exchanges whose caller is not known yet, asleep until somebody has looked again. Any thread. */
#ifndef KLEOS_GATEWAY_WAITING_H
#define KLEOS_GATEWAY_WAITING_H

#include "common/base/limits.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct exchange;

struct waiting {
	pthread_mutex_t mutex;
	struct exchange *first;
	size_t n;
	bool closed;
	void (*look)(void *host); /* makes somebody look again; never once the list is closed; NULL: nobody */
	void *host;
};

void waiting_init(struct waiting *waiting, void (*look)(void *host), void *host);
void waiting_fini(struct waiting *waiting);
/* The exchange must be pausing. The list holds it (exchange_hold): it may be over when it is woken, but is still there.
 * False: too many wait already, or the list is closed. */
bool waiting_add(struct waiting *waiting, struct exchange *exchange);
/* Wakes everybody: `ok` is whether the look went well. */
void waiting_wake(struct waiting *waiting, bool ok);
void waiting_close(struct waiting *waiting); /* nobody may wait from now on; those who do still need waiting_wake */
bool waiting_look(struct waiting *waiting);  /* the same for who waits otherwise; false: the list is closed */
bool waiting_closed(struct waiting *waiting);

#endif
