#include "services/recognitions/routine/routine_clock.h"

#include "common/base/calendar.h"
#include "common/service/alarm_clock.h"
#include "common/store/outbox.h"
#include "services/recognitions/routine/store_routines.h"

#include <stdlib.h>
#include <string.h>

#define RETRY_MS  60000             /* after a storage that failed, unless look_ms says otherwise */
#define AT_ONCE   200               /* routines in one transaction */
#define ARENA_CAP ((size_t)4 << 20) /* bytes: AT_ONCE rows with their texts, and to spare */

struct routine_clock {
	struct routine_clock_config config;
	struct alarm_clock *alarm;
	struct arena arena; /* of the transaction on its way */
	int64_t now_ms;     /* its time */
	int64_t next_ms;    /* when the next routine is due; INT64_MAX: there is none */
	int64_t listed_ms;  /* the last routine that the rereading of rules has seen */
	struct id listed;
	bool all_listed;
};

static int64_t clock_now(const struct routine_clock *clock)
{
	return environment_now_ms(clock->config.environment);
}

static void tell(const struct routine_clock *clock, struct db *db, const struct routine *routine, const struct due *due)
{
	struct id id = id_new(clock->config.environment);
	due_put(db, &id, &routine->id, due);
	outbox_append(db, "routine.due", &id, clock->now_ms, false);
}

/* The rules of a zone may have changed since the time was computed, so the last time before now may lie before it. */
static void fire(const struct routine_clock *clock, struct db *db, struct routine *routine)
{
	struct zone *zone = zone_open(routine->time_zone);
	if (!zone) {
		log_error(clock->config.environment->log, "a routine's time zone is not known here any more; install tzdata",
				  log_text("time_zone", routine->time_zone));
		routine->due.ms = clock->now_ms + DAY_MS;
		routine_set_due(db, routine);
		return;
	}
	struct due last = routine_due_before(routine, zone, clock->now_ms);
	tell(clock, db, routine, last.ms > routine->due.ms ? &last : &routine->due);
	routine->due = routine_due_after(routine, zone, clock->now_ms);
	routine_set_due(db, routine);
	zone_close(zone);
}

static bool fire_run(void *context, struct db *db)
{
	struct routine_clock *clock = context;
	struct routine *routines;
	size_t n = routines_due(db, &clock->arena, clock->now_ms, AT_ONCE, &routines);
	for (size_t i = 0; i < n; i++)
		fire(clock, db, &routines[i]);
	if (n)
		dues_forget(db, clock->now_ms - DUES_KEPT_DAYS * DAY_MS);
	clock->next_ms = routines_next_ms(db);
	return db_status(db) == STATUS_OK;
}

/* The next time by the rules of today: they may be newer than when it was written down. */
static void reread_rules(struct db *db, struct routine *routine)
{
	struct zone *zone = zone_open(routine->time_zone);
	if (!zone)
		return;
	int64_t ms = zone_instant_ms(zone, routine->due.day, routine->minute);
	if (ms != routine->due.ms) {
		routine->due.ms = ms;
		routine_set_due(db, routine);
	}
	zone_close(zone);
}

static bool reread_run(void *context, struct db *db)
{
	struct routine_clock *clock = context;
	struct routine *routines;
	size_t n = routines_list(db, &clock->arena, clock->listed_ms, &clock->listed, AT_ONCE, &routines);
	for (size_t i = 0; i < n; i++)
		if (routines[i].due.ms > clock->now_ms)
			reread_rules(db, &routines[i]);
	if (n) {
		clock->listed_ms = routines[n - 1].create_ms;
		clock->listed = routines[n - 1].id;
	}
	clock->all_listed = n < AT_ONCE;
	return db_status(db) == STATUS_OK;
}

static enum status write_now(struct routine_clock *clock, bool (*run)(void *context, struct db *db))
{
	arena_reset(&clock->arena);
	clock->now_ms = clock_now(clock);
	return store_write_now(clock->config.store, run, clock);
}

/* Until all are read; a storage that fails has other troubles, and the times written down are good enough. */
static void reread_all(struct routine_clock *clock)
{
	while (!clock->all_listed && write_now(clock, reread_run) == STATUS_OK)
		;
}

static int64_t ring(void *host)
{
	struct routine_clock *clock = host;
	if (!clock->all_listed)
		reread_all(clock);
	if (write_now(clock, fire_run) == STATUS_OK)
		return clock->next_ms;
	/* the disk is full, or so: later again */
	return clock_now(clock) + (clock->config.look_ms ? clock->config.look_ms : RETRY_MS);
}

enum status routine_clock_open(struct routine_clock **out, const struct routine_clock_config *config)
{
	struct routine_clock *clock = calloc(1, sizeof(*clock));
	if (!clock)
		return STATUS_RESOURCE_EXHAUSTED;
	clock->config = *config;
	arena_init(&clock->arena, ARENA_CAP);
	clock->listed_ms = INT64_MAX;
	memset(clock->listed.bytes, 0xff, ID_SIZE);
	const struct alarm_clock_config alarm = {
		.environment = config->environment, .look_ms = config->look_ms, .ring = ring, .host = clock};
	enum status status = alarm_clock_open(&clock->alarm, &alarm);
	if (status == STATUS_OK)
		*out = clock;
	else
		routine_clock_close(clock);
	return status;
}

void routine_clock_stop(struct routine_clock *clock)
{
	if (clock)
		alarm_clock_stop(clock->alarm);
}

void routine_clock_close(struct routine_clock *clock)
{
	if (!clock)
		return;
	alarm_clock_close(clock->alarm);
	arena_fini(&clock->arena);
	free(clock);
}

void routine_clock_wake(struct routine_clock *clock)
{
	alarm_clock_wake(clock->alarm);
}
