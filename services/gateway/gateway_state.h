/* gateway_state: what a gateway is made of; for the frame, and for health and metrics, which tell of it. */
#ifndef KLEOS_GATEWAY_GATEWAY_STATE_H
#define KLEOS_GATEWAY_GATEWAY_STATE_H

#include "services/gateway/admission.h"
#include "services/gateway/caller/keys.h"
#include "services/gateway/caller/shares.h"
#include "services/gateway/caller/visitors.h"
#include "services/gateway/connections.h"
#include "services/gateway/exchange.h"
#include "services/gateway/gateway.h"
#include "services/gateway/route.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#define POOL_BOUND   512 /* idle exchanges that are kept */
#define STATUS_COUNT 17

#define PART(name) PART_##name,
enum {
#include "services/gateway/parts.def"
	PARTS_COUNT
};
#undef PART

struct gateway {
	const struct environment *environment;
	const struct cluster_key *key;
	const struct zone_days *days;
	struct rpc_local *local;
	unsigned min_group;
	bool behind_proxy;
	uint16_t port;
	int socket; /* listening; the HTTP library's, and after http_quiesce ours to close */
	bool quiesced;
	struct backup_plan backups;
	char *public_url; /* what links here begin with; NULL: not known */
	char *urls[SERVICE_COUNT];
	struct rpc_client *clients[SERVICE_COUNT];
	struct keys *keys;
	struct identity *identity; /* NULL: there is no identity provider */
	struct connections *connections;
	struct visitors *visitors;
	struct shares *shares;
	struct admission admission;
	struct routes routes;
	struct MHD_Daemon *daemon;
	void *parts[PARTS_COUNT]; /* their states, beside gateway_parts */
	size_t parts_open;

	atomic_bool draining; /* whoever comes now is refused; whoever was let in is answered */
	atomic_bool closing;  /* no more calls start */
	atomic_int starting;  /* threads inside rpc_call_start */
	atomic_int in_flight; /* exchanges */
	atomic_int at_work;   /* those of them that were let in */
	atomic_uint_least64_t call_failures[SERVICE_COUNT][STATUS_COUNT];

	pthread_mutex_t pool_mutex;
	struct exchange *pool;
	size_t pool_length;
};

extern const struct gateway_part *const gateway_parts[PARTS_COUNT];

/* daemon.c: the HTTP library. */
enum status http_open(struct gateway *gateway, const char *listen);
bool http_library_is_strict(void); /* it refuses by itself what two readers could take for different requests */
void http_quiesce(struct gateway *gateway); /* no new connections */
void http_close(struct gateway *gateway);   /* nothing is suspended any more */

#endif
