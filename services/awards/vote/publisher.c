#include "services/awards/vote/publisher.h"

#include "common/service/alarm_clock.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/vote/log.h"
#include "services/awards/vote/store_box.h"

#include <stdlib.h>

#define ARENA_CAP ((size_t)4 << 20) /* bytes, of one batch */
#define RETRY_MS  60000             /* after what could not be done */

struct vote_publisher {
	struct vote_publisher_config config;
	struct alarm_clock *alarm;
	struct arena arena;
	size_t published; /* by the last transaction */
	bool unusable;    /* the log of a cycle whose ballots wait */
};

static int64_t publisher_now(const struct vote_publisher *publisher)
{
	return environment_now_ms(publisher->config.environment);
}

static bool batch_run(void *context, struct db *db)
{
	struct vote_publisher *publisher = context;
	struct id cycle;
	if (!ballots_waiting_cycle(db, LOG_BATCH_LEAST, &cycle))
		return true;
	const int64_t now_ms = high_water_now(db, publisher_now(publisher));
	publisher->unusable =
		!vote_log_batch(db, &publisher->arena, publisher->config.key, &cycle, now_ms, &publisher->published);
	return !publisher->unusable && db_status(db) == STATUS_OK;
}

static int64_t ring(void *host)
{
	struct vote_publisher *publisher = host;
	enum status status;
	do {
		arena_reset(&publisher->arena);
		publisher->published = 0;
		publisher->unusable = false;
		status = store_write_now(publisher->config.store, batch_run, publisher);
	} while (status == STATUS_OK && publisher->published);
	if (publisher->unusable)
		log_error(publisher->config.environment->log,
				  "ballots wait for a log that was begun under another cluster key, or is damaged",
				  log_text("reason", "LOG_UNUSABLE"));
	return status == STATUS_OK ? INT64_MAX : publisher_now(publisher) + RETRY_MS;
}

enum status vote_publisher_open(struct vote_publisher **out, const struct vote_publisher_config *config)
{
	struct vote_publisher *publisher = calloc(1, sizeof(*publisher));
	if (!publisher)
		return STATUS_RESOURCE_EXHAUSTED;
	publisher->config = *config;
	arena_init(&publisher->arena, ARENA_CAP);
	const struct alarm_clock_config alarm = {.environment = config->environment, .ring = ring, .host = publisher};
	enum status status = alarm_clock_open(&publisher->alarm, &alarm);
	if (status == STATUS_OK)
		*out = publisher;
	else
		vote_publisher_close(publisher);
	return status;
}

void vote_publisher_stop(struct vote_publisher *publisher)
{
	if (publisher)
		alarm_clock_stop(publisher->alarm);
}

void vote_publisher_close(struct vote_publisher *publisher)
{
	if (!publisher)
		return;
	alarm_clock_close(publisher->alarm);
	arena_fini(&publisher->arena);
	free(publisher);
}

void vote_publisher_wake(struct vote_publisher *publisher)
{
	alarm_clock_wake(publisher->alarm);
}
