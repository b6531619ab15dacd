#include "services/recognitions/routine/routine_clock.h"

#include "common/base/calendar.h"
#include "common/base/wait.h"
#include "common/store/outbox.h"
#include "services/recognitions/routine/store_routines.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_MS   60000
#define AT_ONCE   200                 /* routines in one transaction */
#define ARENA_CAP ((size_t)4 << 20)   /* bytes: AT_ONCE rows with their texts, and to spare */
#define STACK     ((size_t)256 << 10) /* bytes */

struct routine_clock {
	struct routine_clock_config config;
	struct arena arena; /* of the transaction on its way */
	int64_t now_ms;     /* its time */
	int64_t next_ms;    /* when the next routine is due; INT64_MAX: there is none */
	int64_t listed_ms;  /* the last routine that the rereading of rules has seen */
	struct id listed;
	bool all_listed;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t waiting;
	bool awake;
	bool closing;
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
	clock->listed_ms = INT64_MAX;
	memset(clock->listed.bytes, 0xff, ID_SIZE);
	while (!clock->all_listed && write_now(clock, reread_run) == STATUS_OK)
		;
}

/* Waits for the next time, a new routine or the end; false: the end. */
static bool wait_for_next(struct routine_clock *clock)
{
	pthread_mutex_lock(&clock->mutex);
	while (!clock->closing && !clock->awake) {
		int64_t now = clock_now(clock), look = clock->config.look_ms;
		if (clock->next_ms <= now)
			break;
		cond_wait_ms(&clock->waiting, &clock->mutex, clock->next_ms - now < look ? clock->next_ms - now : look);
	}
	clock->awake = false;
	bool goes_on = !clock->closing;
	pthread_mutex_unlock(&clock->mutex);
	return goes_on;
}

static void *clock_main(void *argument)
{
	struct routine_clock *clock = argument;
	reread_all(clock);
	clock->next_ms = INT64_MIN; /* look at once: something may have passed while the service was down */
	while (wait_for_next(clock))
		if (write_now(clock, fire_run) != STATUS_OK)
			clock->next_ms = clock_now(clock) + clock->config.look_ms; /* the disk is full, or so: later again */
	return NULL;
}

static bool thread_start(struct routine_clock *clock)
{
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	bool started = pthread_create(&clock->thread, &attributes, clock_main, clock) == 0;
	pthread_attr_destroy(&attributes);
	return started;
}

enum status routine_clock_open(struct routine_clock **out, const struct routine_clock_config *config)
{
	struct routine_clock *clock = calloc(1, sizeof(*clock));
	if (!clock)
		return STATUS_RESOURCE_EXHAUSTED;
	clock->config = *config;
	if (!clock->config.look_ms)
		clock->config.look_ms = LOOK_MS;
	arena_init(&clock->arena, ARENA_CAP);
	pthread_mutex_init(&clock->mutex, NULL);
	cond_init_monotonic(&clock->waiting);
	clock->started = thread_start(clock);
	if (!clock->started) {
		routine_clock_close(clock);
		return STATUS_RESOURCE_EXHAUSTED;
	}
	*out = clock;
	return STATUS_OK;
}

void routine_clock_stop(struct routine_clock *clock)
{
	if (!clock || !clock->started)
		return;
	pthread_mutex_lock(&clock->mutex);
	clock->closing = true;
	pthread_cond_signal(&clock->waiting);
	pthread_mutex_unlock(&clock->mutex);
	pthread_join(clock->thread, NULL);
	clock->started = false;
}

void routine_clock_close(struct routine_clock *clock)
{
	if (!clock)
		return;
	pthread_cond_destroy(&clock->waiting);
	pthread_mutex_destroy(&clock->mutex);
	arena_fini(&clock->arena);
	free(clock);
}

void routine_clock_wake(struct routine_clock *clock)
{
	pthread_mutex_lock(&clock->mutex);
	clock->awake = true;
	pthread_cond_signal(&clock->waiting);
	pthread_mutex_unlock(&clock->mutex);
}
