/* Who wants a backup: those who ask for one, one after the other, and the clock. */
#include "common/base/array.h"
#include "common/base/limits.h"
#include "common/meter/samples.h"
#include "common/service/alarm_clock.h"
#include "services/gateway/backup/delivery.h"
#include "services/gateway/backup/shelf.h"
#include "services/gateway/gateway.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define RETRY_MS 300000 /* after a backup by the clock that failed */
#define HOUR_MS  ((int64_t)3600 * 1000)

/* What /metrics tells. */
struct figures {
	int64_t success_ms; /* Unix: when the newest was made, also for who asked; 0: none is known of */
	int64_t size;       /* of the last by the clock */
	int64_t duration_ms;
	unsigned long long failures;
};

struct desk {
	struct gateway *gateway;
	struct alarm_clock *alarm;
	int64_t due_ms; /* of the alarm's thread */
	atomic_bool closing;
	pthread_mutex_t mutex; /* of all below */
	struct delivery *waiting[BACKUP_WAITING_BOUND];
	size_t n_waiting;
	struct figures figures;
};

static const struct environment *environment_of(const struct desk *desk)
{
	return gateway_environment(desk->gateway);
}

/* ---- for those who ask ---- */

static struct delivery *take_waiting(struct desk *desk)
{
	pthread_mutex_lock(&desk->mutex);
	struct delivery *first = desk->n_waiting ? desk->waiting[0] : NULL;
	if (first)
		memmove(desk->waiting, desk->waiting + 1, --desk->n_waiting * sizeof(*desk->waiting));
	pthread_mutex_unlock(&desk->mutex);
	return first;
}

static void given_out(struct desk *desk)
{
	log_info(environment_of(desk)->log, "a backup was given out", log_text("to", "who asked for it"));
	pthread_mutex_lock(&desk->mutex);
	desk->figures.success_ms = environment_now_ms(environment_of(desk));
	pthread_mutex_unlock(&desk->mutex);
}

static void serve(struct desk *desk, struct delivery *delivery)
{
	struct backup_failure failure = {STATUS_CANCELLED, "CANCELLED", "the client has gone"};
	struct backup_order order = {.gateway = desk->gateway,
								 .who = *exchange_principal(delivery_exchange(delivery)),
								 .goes_on = delivery_goes_on,
								 .begins = delivery_begins,
								 .sink = delivery_sink,
								 .host = delivery};
	bool made = delivery_goes_on(delivery) && backup_make(&order, &failure);
	if (atomic_load(&desk->closing))
		failure = (struct backup_failure){STATUS_UNAVAILABLE, "STOPPING", "the gateway is stopping; try again"};
	if (made)
		given_out(desk);
	else
		log_warn(environment_of(desk)->log, "a backup was asked for and not made", log_text("why", failure.sentence));
	delivery_finish(delivery, made, &failure);
}

/* ---- by the clock ---- */

struct scheduled {
	struct desk *desk;
	struct shelf_file file;
	int error;
};

static bool scheduled_goes_on(void *host)
{
	return !atomic_load(&((struct scheduled *)host)->desk->closing);
}

static bool scheduled_begins(void *host, const struct backup_manifest *manifest)
{
	(void)host;
	(void)manifest;
	return true;
}

static bool scheduled_sink(void *host, const void *bytes, size_t length)
{
	struct scheduled *scheduled = host;
	bool written = shelf_write(&scheduled->file, bytes, length);
	if (!written)
		scheduled->error = errno;
	return written && scheduled_goes_on(host);
}

/* False: `failure` says why. */
static bool make_scheduled(struct scheduled *scheduled, const char *folder, struct backup_failure *failure)
{
	struct desk *desk = scheduled->desk;
	struct backup_order order = {.gateway = desk->gateway,
								 .who = principal_internal("gateway"),
								 .goes_on = scheduled_goes_on,
								 .begins = scheduled_begins,
								 .sink = scheduled_sink,
								 .host = scheduled};
	bool opened = shelf_begin(&scheduled->file, folder, environment_now_ms(environment_of(desk))) == STATUS_OK;
	bool made = opened && backup_make(&order, failure);
	if (!opened)
		scheduled->error = errno;
	if (made && !shelf_keep(&scheduled->file)) {
		scheduled->error = errno;
		made = false;
	} else if (opened && !made) {
		shelf_drop(&scheduled->file);
	}
	if (!made && scheduled->error)
		*failure = (struct backup_failure){.status = STATUS_INTERNAL, .reason = "FOLDER"};
	return made;
}

static void count(struct desk *desk, bool made, int64_t size, int64_t duration_ms)
{
	pthread_mutex_lock(&desk->mutex);
	if (made) {
		desk->figures.success_ms = environment_now_ms(environment_of(desk));
		desk->figures.size = size;
		desk->figures.duration_ms = duration_ms;
	} else {
		desk->figures.failures++;
	}
	pthread_mutex_unlock(&desk->mutex);
}

static void run_scheduled(struct desk *desk, const struct backup_plan *plan)
{
	struct log *log = environment_of(desk)->log;
	struct backup_failure failure = {0};
	struct scheduled scheduled = {.desk = desk};
	int64_t begun_ms = environment_monotonic_ms(environment_of(desk));
	bool made = make_scheduled(&scheduled, plan->folder, &failure);
	int64_t duration_ms = environment_monotonic_ms(environment_of(desk)) - begun_ms;
	if (atomic_load(&desk->closing) && !made)
		return;
	count(desk, made, scheduled.file.size, duration_ms);
	if (made)
		log_info(log, "a backup was made", log_text("file", scheduled.file.path),
				 log_number("bytes", scheduled.file.size), log_number("ms", duration_ms));
	else if (scheduled.error)
		log_warn(log, "no backup could be made: KLEOS_BACKUP_DIR cannot be written", log_text("folder", plan->folder),
				 log_text("error", strerror(scheduled.error)));
	else
		log_warn(log, "no backup could be made", log_text("why", failure.sentence));
	if (made)
		shelf_prune(plan->folder, plan->keep);
	desk->due_ms = environment_now_ms(environment_of(desk)) + (made ? plan->hours * HOUR_MS - duration_ms : RETRY_MS);
}

static int64_t ring(void *host)
{
	struct desk *desk = host;
	const struct backup_plan *plan = gateway_backup_plan(desk->gateway);
	for (struct delivery *delivery; (delivery = take_waiting(desk));)
		serve(desk, delivery);
	if (!*plan->folder || atomic_load(&desk->closing))
		return INT64_MAX;
	if (environment_now_ms(environment_of(desk)) >= desk->due_ms)
		run_scheduled(desk, plan);
	return desk->due_ms;
}

/* ---- the route ---- */

static bool enlist(struct desk *desk, struct delivery *delivery)
{
	pthread_mutex_lock(&desk->mutex);
	bool room = desk->n_waiting < BACKUP_WAITING_BOUND && !atomic_load(&desk->closing);
	if (room)
		desk->waiting[desk->n_waiting++] = delivery;
	pthread_mutex_unlock(&desk->mutex);
	if (room)
		alarm_clock_wake(desk->alarm);
	return room;
}

static void start(struct exchange *exchange)
{
	struct desk *desk = exchange_part(exchange);
	struct delivery *delivery = delivery_new(exchange, &desk->closing);
	struct backup_failure failure = {STATUS_RESOURCE_EXHAUSTED, "BACKUP_UNDERWAY",
									 "backups are being made already; try again when they have ended"};
	exchange_set_state(exchange, delivery);
	if (!delivery)
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "there is no memory for this now");
	else if (!enlist(desk, delivery))
		delivery_finish(delivery, false, &failure);
}

static void end(struct exchange *exchange)
{
	if (exchange_state(exchange))
		delivery_leave(exchange_state(exchange));
}

/* ---- the part ---- */

static void close_part(void *state)
{
	struct desk *desk = state;
	alarm_clock_close(desk->alarm);
	pthread_mutex_destroy(&desk->mutex);
	free(desk);
}

static enum status open_part(struct gateway *gateway, void **state)
{
	const struct backup_plan *plan = gateway_backup_plan(gateway);
	struct desk *desk = calloc(1, sizeof(*desk));
	if (!desk)
		return STATUS_RESOURCE_EXHAUSTED;
	desk->gateway = gateway;
	pthread_mutex_init(&desk->mutex, NULL);
	if (*plan->folder)
		desk->figures.success_ms = shelf_newest_ms(plan->folder);
	if (desk->figures.success_ms)
		desk->due_ms = desk->figures.success_ms + plan->hours * HOUR_MS;
	const struct alarm_clock_config alarm = {.environment = gateway_environment(gateway), .ring = ring, .host = desk};
	enum status status = alarm_clock_open(&desk->alarm, &alarm);
	if (status == STATUS_OK)
		*state = desk;
	else
		close_part(desk);
	return status;
}

static void quiesce_part(void *state)
{
	struct desk *desk = state;
	pthread_mutex_lock(&desk->mutex);
	atomic_store(&desk->closing, true);
	pthread_mutex_unlock(&desk->mutex);
	alarm_clock_stop(desk->alarm);
	for (struct delivery *delivery; (delivery = take_waiting(desk));) /* whom the thread did not come to */
		serve(desk, delivery);
}

static void measure_part(void *state, struct samples *samples)
{
	struct desk *desk = state;
	pthread_mutex_lock(&desk->mutex);
	struct figures figures = desk->figures;
	pthread_mutex_unlock(&desk->mutex);
	if (figures.success_ms)
		samples_add(samples, METER_BACKUP_LAST_SUCCESS, (double)(figures.success_ms / 1000), NULL);
	if (!*gateway_backup_plan(desk->gateway)->folder)
		return;
	samples_add(samples, METER_BACKUP_LAST_SIZE, (double)figures.size, NULL);
	samples_add(samples, METER_BACKUP_LAST_DURATION, (double)figures.duration_ms / 1000, NULL);
	samples_add(samples, METER_BACKUP_FAILURES, (double)figures.failures, NULL);
}

static const struct route_guide guide = {
	.operation = "Server_GetBackup",
	.tag = "Server",
	.words =
		"All databases as one file, copied while they are in use. It is a tar with manifest.json, the databases, and "
		"a file named end, without which it was cut off; `kleos backup` fetches and checks it. The cluster key and "
		"API keys are not in it. It holds everybody's data, and so it is given to an API key alone: not to a browser, "
		"which may be left open, nor to a token of an identity provider.",
	.gives = "application/x-tar",
};

static const struct special_route routes[] = {
	{.method = "GET",
	 .path = "/v1/backup",
	 .roles = ROLES_ADMINS,
	 .keys_only = true,
	 .guide = &guide,
	 .start = start,
	 .end = end},
};

const struct gateway_part backup_part = {
	.open = open_part,
	.quiesce = quiesce_part,
	.close = close_part,
	.measure = measure_part,
	.routes = routes,
	.n_routes = ARRAY_LENGTH(routes),
};
