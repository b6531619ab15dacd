#include "services/awards/cycle/cycle_clock.h"

#include "common/service/alarm_clock.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/cycle/phase.h"
#include "services/awards/cycle/store_cycles.h"

#include <stdlib.h>

#define RETRY_MS  60000              /* after what could not be done, unless look_ms says otherwise */
#define AT_ONCE   100                /* cycles */
#define ARENA_CAP ((size_t)64 << 20) /* bytes: a vote of many is opened or counted in one transaction */

struct cycle_clock {
	struct cycle_clock_config config;
	struct alarm_clock *alarm;
	struct arena list_arena; /* of the cycles that are due */
	struct arena arena;      /* of the transaction on its way */
	struct cycle *due;
	size_t n_due;
	const struct id *moving; /* which the transaction moves */
	struct phase_change change;
	int64_t next_ms;
};

static int64_t clock_now(const struct cycle_clock *clock)
{
	return environment_now_ms(clock->config.environment);
}

/* On the writer's thread, so behind the change that woke the clock. */
static bool list_run(void *context, struct db *db)
{
	struct cycle_clock *clock = context;
	clock->n_due = cycles_due(db, &clock->list_arena, high_water_now(db, clock_now(clock)), AT_ONCE, &clock->due);
	clock->next_ms = cycles_next_due(db);
	return db_status(db) == STATUS_OK;
}

/* Somebody may have moved or changed it since it was listed. */
static bool move_run(void *context, struct db *db)
{
	struct cycle_clock *clock = context;
	const int64_t now_ms = high_water_now(db, clock_now(clock));
	struct cycle cycle;
	if (!cycle_read(db, &clock->arena, clock->moving, &cycle) || !cycle_due_ms(&cycle) || cycle_due_ms(&cycle) > now_ms)
		return true;
	clock->change = (struct phase_change){
		.awards = clock->config.awards, .db = db, .arena = &clock->arena, .now_ms = now_ms, .cycle = &cycle};
	return phase_enter(&clock->change) && db_status(db) == STATUS_OK;
}

static bool move(struct cycle_clock *clock, const struct cycle *cycle)
{
	arena_reset(&clock->arena);
	clock->moving = &cycle->id;
	clock->change.message = NULL;
	if (store_write_now(clock->config.store, move_run, clock) == STATUS_OK)
		return true;
	log_error(clock->config.environment->log, "a cycle cannot enter its next phase; it is tried again",
			  log_text("cycle", id_text(&clock->arena, &cycle->id)), log_text("phase", phase_name(cycle->phase)),
			  log_text("reason", clock->change.reason && clock->change.message ? clock->change.reason : ""));
	return false;
}

/* One phase of each that is due; how many moved. */
static size_t move_all(struct cycle_clock *clock, enum status *status)
{
	size_t moved = 0;
	arena_reset(&clock->list_arena);
	clock->n_due = 0;
	*status = store_write_now(clock->config.store, list_run, clock);
	for (size_t i = 0; i < clock->n_due; i++)
		moved += move(clock, &clock->due[i]);
	return moved;
}

static int64_t ring(void *host)
{
	struct cycle_clock *clock = host;
	enum status status = STATUS_OK;
	while (move_all(clock, &status))
		; /* the next phase of one may be due too */
	if (status == STATUS_OK && !clock->n_due)
		return clock->next_ms;
	return clock_now(clock) + (clock->config.look_ms ? clock->config.look_ms : RETRY_MS);
}

enum status cycle_clock_open(struct cycle_clock **out, const struct cycle_clock_config *config)
{
	struct cycle_clock *clock = calloc(1, sizeof(*clock));
	if (!clock)
		return STATUS_RESOURCE_EXHAUSTED;
	clock->config = *config;
	arena_init(&clock->list_arena, ARENA_CAP);
	arena_init(&clock->arena, ARENA_CAP);
	const struct alarm_clock_config alarm = {
		.environment = config->environment, .look_ms = config->look_ms, .ring = ring, .host = clock};
	enum status status = alarm_clock_open(&clock->alarm, &alarm);
	if (status == STATUS_OK)
		*out = clock;
	else
		cycle_clock_close(clock);
	return status;
}

void cycle_clock_stop(struct cycle_clock *clock)
{
	if (clock)
		alarm_clock_stop(clock->alarm);
}

void cycle_clock_close(struct cycle_clock *clock)
{
	if (!clock)
		return;
	alarm_clock_close(clock->alarm);
	arena_fini(&clock->list_arena);
	arena_fini(&clock->arena);
	free(clock);
}

void cycle_clock_wake(struct cycle_clock *clock)
{
	alarm_clock_wake(clock->alarm);
}
