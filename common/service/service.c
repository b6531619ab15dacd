#include "common/service/service.h"

#include "common/base/array.h"
#include "common/base/limits.h"
#include "common/events/publisher.h"
#include "common/service/backup.h"
#include "common/service/eraser.h"
#include "common/service/parking.h"
#include "common/service/rights.h"
#include "common/service/service_state.h"
#include "common/service/snapshotter.h"
#include "common/service/work.h"
#include "common/store/outbox.h"
#include "kleos/events/v1/events_service.pb-c.h"
#include "kleos/rpc/v1/health_service.pb-c.h"

#include <stdlib.h>
#include <string.h>

#define FRAME_INTERFACES 5 /* the frame's own: events, health, rights, metrics and backup */
#define INTERFACES_BOUND 6 /* the service's */
#define EVENTS_DEFAULT   500

#define EVENTS_METHODS(METHOD) METHOD(ReadEvents, read_events, RPC_READ, ROLES_INTERNAL)
#define HEALTH_METHODS(METHOD) METHOD(CheckHealth, check_health, RPC_READ, ROLES_ANY | ROLES_INTERNAL)

struct service {
	struct service_config config;
	char *url;
	char *data_dir;
	struct store *store;
	struct rpc_server *server;
	struct publisher *publisher;
	struct parking parking;
	struct eraser *eraser; /* NULL: the service says nothing about personal data */
	struct snapshotter *snapshotter;
	struct rpc_interface interfaces[FRAME_INTERFACES + INTERFACES_BOUND]; /* the frame's own first */
};

/* The frame's own interfaces: their handlers get the service itself as call->service. */

static bool event_wanted(const Kleos__ReadEventsRequest *request, const char *type)
{
	for (size_t i = 0; i < request->n_type_prefixes; i++)
		if (strncmp(type, request->type_prefixes[i], strlen(request->type_prefixes[i])) == 0)
			return true;
	return request->n_type_prefixes == 0;
}

static Kleos__Event *event_message(struct arena *arena, struct outbox_event *from)
{
	Kleos__Event *event = arena_alloc(arena, sizeof(*event));
	kleos__event__init(event);
	event->seq = from->seq;
	event->type = from->type;
	event->subject = (ProtobufCBinaryData){.len = ID_SIZE, .data = from->subject.bytes};
	event->time_ms = from->time_ms;
	event->imported = from->imported;
	return event;
}

static enum status read_events(struct call *call, const Kleos__ReadEventsRequest *request,
							   Kleos__ReadEventsResponse *response)
{
	if (request->after < 0)
		violate(call, "after", "must not be negative");
	if (request->limit < 0 || request->limit > EVENTS_BOUND)
		violate(call, "limit", "0 to %d", EVENTS_BOUND);
	if (request->n_type_prefixes > EVENT_PREFIXES_BOUND)
		violate(call, "typePrefixes", "at most %d", EVENT_PREFIXES_BOUND);
	if (call_has_violations(call))
		return fail_violations(call);
	struct outbox_event *events;
	size_t limit = request->limit ? (size_t)request->limit : EVENTS_DEFAULT;
	size_t count = outbox_read(call->db, call->arena, request->after, limit, &events);
	response->events = arena_array(call->arena, count + 1, sizeof(*response->events));
	for (size_t i = 0; i < count; i++)
		if (event_wanted(request, events[i].type))
			response->events[response->n_events++] = event_message(call->arena, &events[i]);
	struct id epoch = outbox_epoch(call->db);
	response->last = count ? events[count - 1].seq : request->after;
	response->head = outbox_head(call->db);
	response->epoch = (ProtobufCBinaryData){.len = ID_SIZE, .data = arena_copy(call->arena, epoch.bytes, ID_SIZE)};
	return STATUS_OK;
}

enum status service_health(struct service *service, struct arena *arena, const char **message)
{
	enum status status = store_health(service->store);
	if (status != STATUS_OK)
		*message = "nothing can be written: the disk is full";
	else if (service->config.health)
		status = service->config.health(service->config.state, arena, message);
	return status;
}

static enum status check_health(struct call *call, const Kleos__CheckHealthRequest *request,
								Kleos__CheckHealthResponse *response)
{
	(void)request;
	response->message = "";
	response->ready = service_health(call->service, call->arena, &response->message) == STATUS_OK;
	return STATUS_OK;
}

EVENTS_METHODS(RPC_SHIM)
HEALTH_METHODS(RPC_SHIM)
RIGHTS_METHODS(RPC_SHIM)
METRICS_METHODS(RPC_SHIM)
BACKUP_METHODS(RPC_SHIM)

static const struct rpc_method events_methods[] = {EVENTS_METHODS(RPC_ROW)};
static const struct rpc_method health_methods[] = {HEALTH_METHODS(RPC_ROW)};
static const struct rpc_method metrics_methods[] = {METRICS_METHODS(RPC_ROW)};
static const struct rpc_method rights_methods[] = {RIGHTS_METHODS(RPC_ROW)};
static const struct rpc_method backup_methods[] = {BACKUP_METHODS(RPC_ROW)};

static bool method_is_own(const struct rpc_method *method)
{
	return method == events_methods || method == health_methods || method == metrics_methods ||
		   (method >= rights_methods && method < rights_methods + ARRAY_LENGTH(rights_methods)) ||
		   (method >= backup_methods && method < backup_methods + ARRAY_LENGTH(backup_methods));
}

/* Without a place in a queue and without the database. */
static bool answer_at_once(struct call *call)
{
	ProtobufCMessage *request, *response = NULL;
	call->status = rpc_open_call(call, &request, &response);
	if (call->status == STATUS_OK)
		call->status = call->method->handle(call, request, response);
	rpc_answer(call, response);
	return true;
}

static bool service_take(void *host, struct call *call)
{
	struct service *service = host;
	call->days = service->config.site.days;
	call->today = zone_days_of_ms(call->days, call->now_ms);
	call->service = method_is_own(call->method) ? service : service->config.state;
	return call->method == metrics_methods ? answer_at_once(call) : work_start(service, call);
}

static void service_committed(void *host, int64_t head_seq)
{
	struct service *service = host;
	publisher_ring(service->publisher, head_seq);
	if (service->config.committed)
		service->config.committed(service->config.state, head_seq);
}

static enum status service_open_store(struct service *service, struct arena *arena)
{
	struct store_config config = {
		.path = arena_printf(arena, "%s/%s.db", service->config.site.data_dir, service->config.name),
		.migrations = service->config.migrations,
		.synchronous = service->config.site.synchronous,
		.readers = service->config.site.readers,
		.environment = service->config.site.environment,
		.committed = service_committed,
		.host = service,
	};
	return store_open(&service->store, &config);
}

/* A URL that has no doorbell is not a URL. */
static enum status service_open_publisher(struct service *service, struct arena *arena)
{
	const char *url = events_url(arena, service->url);
	enum status status = STATUS_INVALID_ARGUMENT;
	if (url)
		status = publisher_open(&service->publisher, url, service->config.site.environment);
	if (status == STATUS_OK) { /* so that the first beat already tells where the outbox ends */
		struct store_state state;
		store_state(service->store, &state);
		publisher_ring(service->publisher, state.head_seq);
	}
	return status;
}

static enum status service_open_eraser(struct service *service, struct arena *arena)
{
	if (!service->config.personal)
		return STATUS_OK;
	struct eraser_config config = {
		.store = service->store,
		.personal = service->config.personal,
		.state = service->config.state,
		.ledger = arena_printf(arena, "%s/%s.erased", service->config.site.data_dir, service->config.name),
		.environment = service->config.site.environment,
	};
	return eraser_open(&service->eraser, &config);
}

static enum status service_open_snapshotter(struct service *service, struct arena *arena)
{
	const struct service_config *config = &service->config;
	struct snapshotter_config snapshotter = {
		.source = arena_printf(arena, "%s/%s.db", config->site.data_dir, config->name),
		.copy = arena_printf(arena, "%s/%s.snapshot", config->site.data_dir, config->name),
		.name = config->name,
		.environment = config->site.environment,
	};
	return snapshotter_open(&service->snapshotter, &snapshotter);
}

enum status service_open(struct service **out, const struct service_config *config)
{
	struct service *service = calloc(1, sizeof(*service));
	char *url = strdup(config->site.url), *data_dir = strdup(config->site.data_dir);
	if (!service || !url || !data_dir) {
		free(service);
		free(url);
		free(data_dir);
		return STATUS_RESOURCE_EXHAUSTED;
	}
	service->config = *config;
	service->url = url;
	service->data_dir = data_dir;
	parking_init(&service->parking);
	struct arena arena;
	arena_init(&arena, 1 << 16);
	enum status status = service_open_store(service, &arena); /* its lock says whether the service runs already */
	if (status == STATUS_OK)
		status = service_open_publisher(service, &arena);
	if (status == STATUS_OK)
		status = service_open_eraser(service, &arena);
	if (status == STATUS_OK)
		status = service_open_snapshotter(service, &arena);
	arena_fini(&arena);
	if (status != STATUS_OK) {
		log_error(config->site.environment->log, "service cannot open", log_text("name", config->name),
				  log_text("url", config->site.url), log_text("status", status_name(status)));
		service_close(service);
		return status;
	}
	*out = service;
	return STATUS_OK;
}

/* What is wrong with the tables, static or in `arena`; NULL: each fits its descriptor. */
static const char *service_mismatch(struct arena *arena, const struct rpc_interface *interfaces, size_t n)
{
	const char *problem = n > INTERFACES_BOUND ? "too many interfaces" : NULL;
	for (size_t i = 0; i < n && !problem; i++)
		problem = rpc_interface_mismatch(arena, &interfaces[i]);
	return problem;
}

/* The service's own behind the frame's. How many; 0: something is wrong with them. */
static size_t service_gather(struct service *service)
{
	const struct service_config *config = &service->config;
	struct arena arena;
	arena_init(&arena, 1 << 16);
	const char *problem = service_mismatch(&arena, config->interfaces, config->n_interfaces);
	if (problem)
		log_error(config->site.environment->log, "a table does not fit its descriptor", log_text("problem", problem));
	else
		memcpy(service->interfaces + FRAME_INTERFACES, config->interfaces,
			   config->n_interfaces * sizeof(*config->interfaces));
	arena_fini(&arena);
	service->interfaces[0] = (struct rpc_interface){&kleos__events_service__descriptor, events_methods, 1};
	service->interfaces[1] = (struct rpc_interface){&kleos__health_service__descriptor, health_methods, 1};
	service->interfaces[2] =
		(struct rpc_interface){&kleos__rights_service__descriptor, rights_methods, ARRAY_LENGTH(rights_methods)};
	service->interfaces[3] = (struct rpc_interface){&kleos__metrics_service__descriptor, metrics_methods, 1};
	service->interfaces[4] =
		(struct rpc_interface){&kleos__backup_service__descriptor, backup_methods, ARRAY_LENGTH(backup_methods)};
	return problem ? 0 : FRAME_INTERFACES + config->n_interfaces;
}

enum status service_listen(struct service *service)
{
	size_t n = service_gather(service);
	if (!n)
		return STATUS_FAILED_PRECONDITION;
	struct rpc_server_config config = {
		.url = service->url,
		.audience = service->config.name,
		.interfaces = service->interfaces,
		.n_interfaces = n,
		.environment = service->config.site.environment,
		.key = service->config.site.key,
		.local = service->config.site.local,
		.host = service,
		.take = service_take,
	};
	enum status status = service->eraser ? eraser_start(service->eraser) : STATUS_OK;
	if (status == STATUS_OK)
		status = rpc_server_open(&service->server, &config);
	if (status == STATUS_OK)
		log_info(service->config.site.environment->log, "listening", log_text("name", service->config.name),
				 log_text("url", service->url));
	return status;
}

void service_close(struct service *service)
{
	if (!service)
		return;
	parking_close(&service->parking);
	rpc_server_close(service->server);
	eraser_close(service->eraser);
	snapshotter_close(service->snapshotter);
	store_close(service->store);
	publisher_close(service->publisher);
	parking_fini(&service->parking);
	free(service->url);
	free(service->data_dir);
	free(service);
}

struct store *service_store(struct service *service)
{
	return service->store;
}

const struct service_config *service_config(const struct service *service)
{
	return &service->config;
}

struct rpc_server *service_server(struct service *service)
{
	return service->server;
}

const char *service_data_dir(const struct service *service)
{
	return service->data_dir;
}

const char *service_name(const struct service *service)
{
	return service->config.name;
}

const struct zone_days *service_days(const struct service *service)
{
	return service->config.site.days;
}

const struct environment *service_environment(const struct service *service)
{
	return service->config.site.environment;
}

const struct cluster_key *service_key(const struct service *service)
{
	return service->config.site.key;
}

const struct personal_data *service_personal(const struct service *service)
{
	return service->config.personal;
}

void service_erase(struct service *service, struct db *db, const struct id *member)
{
	if (service->eraser)
		eraser_begin(service->eraser, db, member);
}

struct rpc_local *service_local(const struct service *service)
{
	return service->config.site.local;
}

struct snapshotter *service_snapshotter(struct service *service)
{
	return service->snapshotter;
}

struct parking *service_parking(struct service *service)
{
	return &service->parking;
}

void service_set_feed(struct service *service, struct follower *follower)
{
	parking_set_feed(&service->parking, follower);
}

void service_feed_round(struct service *service, bool ok)
{
	parking_round(&service->parking, ok);
}

void call_publish(struct call *call, const char *type, const struct id *subject)
{
	outbox_append(call->db, type, subject, call->now_ms, false);
}

void call_publish_imported(struct call *call, const char *type, const struct id *subject)
{
	outbox_append(call->db, type, subject, call->now_ms, true);
}
