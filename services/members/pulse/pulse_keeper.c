#include "services/members/pulse/pulse_keeper.h"

#include "common/base/calendar.h"
#include "common/base/wait.h"
#include "services/members/pulse/store_pulses.h"

#include <stdlib.h>

#define LOOK_MS 1000

struct pulse_keeper {
	struct pulse_keeper_config config;
	int32_t month; /* every one before is closed; the thread's */
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t waiting;
	bool closing;
};

static bool forget_marks(void *context, struct db *db)
{
	const int32_t *month = context;
	pulse_marks_forget(db, *month);
	return db_status(db) == STATUS_OK;
}

/* The key first: without it the marks are noise. */
static enum status close_months(struct pulse_keeper *keeper)
{
	const struct pulse_keeper_config *config = &keeper->config;
	int32_t month = day_month_start(zone_days_of_ms(config->days, environment_now_ms(config->environment)));
	if (month <= keeper->month)
		return STATUS_OK;
	enum status status = pulse_key_advance(config->key, month);
	if (status == STATUS_OK)
		status = store_write_now(config->store, forget_marks, &month);
	if (status == STATUS_OK)
		keeper->month = month;
	else
		log_error(config->environment->log, "a month of pulses cannot be closed; tried again",
				  log_text("status", status_name(status)));
	return status;
}

static bool wait_a_moment(struct pulse_keeper *keeper)
{
	struct timespec end = monotonic_after_ms(LOOK_MS);
	pthread_mutex_lock(&keeper->mutex);
	while (!keeper->closing && cond_wait_until(&keeper->waiting, &keeper->mutex, &end))
		;
	bool goes_on = !keeper->closing;
	pthread_mutex_unlock(&keeper->mutex);
	return goes_on;
}

static void *run(void *context)
{
	struct pulse_keeper *keeper = context;
	while (wait_a_moment(keeper))
		close_months(keeper);
	return NULL;
}

enum status pulse_keeper_open(struct pulse_keeper **out, const struct pulse_keeper_config *config)
{
	struct pulse_keeper *keeper = calloc(1, sizeof(*keeper));
	if (!keeper)
		return STATUS_RESOURCE_EXHAUSTED;
	keeper->config = *config;
	keeper->month = DAY_MIN;
	pthread_mutex_init(&keeper->mutex, NULL);
	cond_init_monotonic(&keeper->waiting);
	enum status status = close_months(keeper);
	keeper->started = status == STATUS_OK && pthread_create(&keeper->thread, NULL, run, keeper) == 0;
	if (!keeper->started) {
		pulse_keeper_close(keeper);
		return status == STATUS_OK ? STATUS_RESOURCE_EXHAUSTED : status;
	}
	*out = keeper;
	return STATUS_OK;
}

void pulse_keeper_close(struct pulse_keeper *keeper)
{
	if (!keeper)
		return;
	pthread_mutex_lock(&keeper->mutex);
	keeper->closing = true;
	pthread_cond_signal(&keeper->waiting);
	pthread_mutex_unlock(&keeper->mutex);
	if (keeper->started)
		pthread_join(keeper->thread, NULL);
	pthread_cond_destroy(&keeper->waiting);
	pthread_mutex_destroy(&keeper->mutex);
	free(keeper);
}
