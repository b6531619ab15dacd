#include "services/recognitions/period/period_clock.h"

#include "common/service/alarm_clock.h"
#include "common/store/outbox.h"
#include "services/recognitions/period/store_periods.h"

#include <stdlib.h>

#define READY_MINUTE 480   /* of the day */
#define RETRY_MS     60000 /* after a storage that failed, unless look_ms says otherwise */

struct period_clock {
	struct period_clock_config config;
	struct alarm_clock *alarm;
	struct period ended[PERIOD_KINDS]; /* the newest of each kind whose report can be read */
};

static int64_t clock_now(const struct period_clock *clock)
{
	return environment_now_ms(clock->config.environment);
}

int64_t period_ready_ms(const struct zone_days *days, const struct period *period)
{
	return zone_days_instant_ms(days, period->to_day + 1, READY_MINUTE);
}

/* The newest period whose report can be read at `now_ms`; returns when that of the next one can. */
static int64_t look(const struct zone_days *days, enum period_kind kind, int64_t now_ms, struct period *out)
{
	struct period now = period_of(kind, zone_days_of_ms(days, now_ms)), last = period_before(&now);
	if (period_ready_ms(days, &last) <= now_ms) {
		*out = last;
		return period_ready_ms(days, &now);
	}
	*out = period_before(&last);
	return period_ready_ms(days, &last);
}

static bool tell_run(void *context, struct db *db)
{
	const struct period_clock *clock = context;
	int64_t now_ms = clock_now(clock);
	for (enum period_kind kind = 0; kind < PERIOD_KINDS; kind++) {
		const struct ready_period ready = {id_new(clock->config.environment), clock->ended[kind], now_ms};
		if (period_put(db, &ready))
			outbox_append(db, "report.ready", &ready.id, now_ms, false);
	}
	return db_status(db) == STATUS_OK;
}

static int64_t ring(void *host)
{
	struct period_clock *clock = host;
	int64_t now_ms = clock_now(clock), next_ms = INT64_MAX;
	for (enum period_kind kind = 0; kind < PERIOD_KINDS; kind++) {
		int64_t ms = look(clock->config.days, kind, now_ms, &clock->ended[kind]);
		next_ms = ms < next_ms ? ms : next_ms;
	}
	if (store_write_now(clock->config.store, tell_run, clock) == STATUS_OK)
		return next_ms;
	/* the disk is full, or so: later again */
	return now_ms + (clock->config.look_ms ? clock->config.look_ms : RETRY_MS);
}

enum status period_clock_open(struct period_clock **out, const struct period_clock_config *config)
{
	struct period_clock *clock = calloc(1, sizeof(*clock));
	if (!clock)
		return STATUS_RESOURCE_EXHAUSTED;
	clock->config = *config;
	ring(clock); /* what is over as the service begins is told, or written down as over, by the time of its beginning */
	const struct alarm_clock_config alarm = {
		.environment = config->environment, .look_ms = config->look_ms, .ring = ring, .host = clock};
	enum status status = alarm_clock_open(&clock->alarm, &alarm);
	if (status == STATUS_OK)
		*out = clock;
	else
		period_clock_close(clock);
	return status;
}

void period_clock_stop(struct period_clock *clock)
{
	if (clock)
		alarm_clock_stop(clock->alarm);
}

void period_clock_close(struct period_clock *clock)
{
	if (!clock)
		return;
	alarm_clock_close(clock->alarm);
	free(clock);
}
