/* service: the frame every service stands in. It binds an rpc server to a store: a READ runs on a reader thread, a
 * WRITE inside the writer's group commit with its savepoint, idempotency row, audit row and events, and replies leave
 * after COMMIT returned OK. It also answers EventsService, HealthService, MetricsService, RightsService and
 * BackupService, rings the doorbell, erases who is to be erased, and parks calls that name a member not heard of yet. A
 * service adds its tables, its handlers and its rules. */
#ifndef KLEOS_SERVICE_SERVICE_H
#define KLEOS_SERVICE_SERVICE_H

#include "common/events/follower.h"
#include "common/meter/samples.h"
#include "common/rpc/method.h"
#include "common/rpc/server.h"
#include "common/service/personal.h"
#include "common/service/site.h"
#include "common/store/store.h"

struct service;

struct service_config {
	const char *name; /* members, recognitions, awards: audience of calls, name of the database file; static */
	struct service_site site;
	const struct migration_set *migrations;
	const struct rpc_interface *interfaces; /* the service's own */
	size_t n_interfaces;                    /* at most 6 */
	void *state;                            /* handed to handlers as call->service */
	/* OK with nothing said, or why the service is not ready; text in `arena`. May be NULL. Any thread. */
	enum status (*health)(void *state, struct arena *arena, const char **message);
	/* After a commit that added events, on the writer thread; must not block. May be NULL. */
	void (*committed)(void *state, int64_t head_seq);
	/* What the service measures beside what the frame does. On any thread; must not block. May be NULL. */
	void (*measure)(void *state, struct samples *samples);
	const struct personal_data *personal; /* static; NULL: nothing about people is kept here */
};

/* Two steps, so that a service can load its state from the store before the first call comes. */
enum status service_open(struct service **out, const struct service_config *config); /* store open and migrated */
enum status service_listen(struct service *service); /* FAILED_PRECONDITION: a table does not fit its descriptor */
/* After the feed (service_set_feed) was taken away and closed: the feed writes to this service's store, and a call that
 * names an unknown member is answered UNAVAILABLE from then on. Ends what is in flight. NULL is fine. */
void service_close(struct service *service);

struct store *service_store(struct service *service); /* borrowed */
const char *service_name(const struct service *service);
const struct environment *service_environment(const struct service *service);
const struct zone_days *service_days(const struct service *service); /* NULL: UTC */
const struct cluster_key *service_key(const struct service *service);
struct rpc_local *service_local(const struct service *service); /* NULL: none */

/* The feed that parked calls wait for; in a service that never had one, call_park is NOT_FOUND at once. Before
 * service_listen. NULL before the feed is closed: calls that park from then on are UNAVAILABLE, STOPPING. */
void service_set_feed(struct service *service, struct follower *follower);
/* To be called from the feed's `round`: tries parked calls once more. */
void service_feed_round(struct service *service, bool ok);

/* Inside a write: the member is erased. Their texts leave the tables and the files soon after the commit, also across
 * crashes and when this database is put back from an older one (see eraser.h). Before the names here are overwritten.
 */
void service_erase(struct service *service, struct db *db, const struct id *member);

/* For handlers of WRITEs: an event about `subject`, committed with the call. Type is static. */
void call_publish(struct call *call, const char *type, const struct id *subject);
void call_publish_imported(struct call *call, const char *type, const struct id *subject);

#endif
