/* visitors: how many callers without a key are served: at once, and over time from one address. Members always find
 * room beside them. Nobody guesses a vote token here (130 random bits); the bounds are there so that nobody tries at
 * the others' expense. Memory is fixed: addresses share places by a keyed hash, so whoever shares one is counted with
 * another, and nobody can choose with whom. */
#ifndef KLEOS_GATEWAY_VISITORS_H
#define KLEOS_GATEWAY_VISITORS_H

#include "common/base/environment.h"
#include "common/base/limits.h"
#include "common/base/status.h"

#include <stdbool.h>
#include <sys/socket.h>

struct visitors;

/* `one_address`: a proxy is in front, so that addresses tell nobody apart. */
enum status visitors_open(struct visitors **out, const struct environment *environment, bool one_address);
void visitors_close(struct visitors *visitors); /* NULL is fine */
/* True: served, and visitors_leave must follow. Loopback is bounded by VISITORS_AT_ONCE alone; an IPv6 address counts
 * by its /64. NULL: the address is not known. One thread. */
bool visitors_admit(struct visitors *visitors, const struct sockaddr *address);
void visitors_leave(struct visitors *visitors); /* any thread */
/* False: too many of late. Every address counts, loopback and a proxy's too: who brings a key that works is never
 * asked, so nobody is locked out by another. One thread, the same. */
bool visitors_may_err(struct visitors *visitors, const struct sockaddr *address);

#endif
