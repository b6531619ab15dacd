/* publisher: the doorbell. Tells whoever listens that the outbox has grown, and beats every second so that silence is
 * noticed. nng drops silently (98 % of a fast burst, measured): the bell carries no data that anybody may rely on. */
#ifndef KLEOS_EVENTS_PUBLISHER_H
#define KLEOS_EVENTS_PUBLISHER_H

#include "common/base/arena.h"
#include "common/base/environment.h"
#include "common/base/status.h"

#include <stdint.h>

struct publisher;

/* Where a service's doorbell is, from its rpc URL: inproc://members → inproc://members.events, ipc:///x.sock →
 * ipc:///x.sock.events, tcp://host:7001 → tcp://host:7002. In `arena`; NULL: not such a URL. */
const char *events_url(struct arena *arena, const char *rpc_url);

/* ALREADY_EXISTS: somebody listens there. INVALID_ARGUMENT: nobody can. Both with a line in the log. */
enum status publisher_open(struct publisher **out, const char *events_url, const struct environment *environment);
void publisher_close(struct publisher *publisher); /* NULL is fine */
/* Any thread; never blocks. */
void publisher_ring(struct publisher *publisher, int64_t head_seq);

#endif
