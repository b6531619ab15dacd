#include "common/service/eraser.h"

#include "common/base/wait.h"
#include "common/service/ledger.h"
#include "common/store/erasure.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define ROUND_MOST  64                /* members taken out at once: one scrubbing for all of them */
#define AGAIN_MS    100               /* between tries while somebody reads */
#define LATER_MS    5000              /* after a failure */
#define ROUND_ARENA ((size_t)1 << 20) /* bytes: 64 names of some hundred bytes fit many times */

struct eraser {
	struct eraser_config config;
	char *ledger;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t waiting;
	bool due;
	bool closing;
};

enum status eraser_open(struct eraser **out, const struct eraser_config *config)
{
	struct eraser *eraser = calloc(1, sizeof(*eraser));
	char *ledger = strdup(config->ledger);
	if (!eraser || !ledger) {
		free(eraser);
		free(ledger);
		return STATUS_RESOURCE_EXHAUSTED;
	}
	eraser->config = *config;
	eraser->ledger = ledger;
	pthread_mutex_init(&eraser->mutex, NULL);
	cond_init_monotonic(&eraser->waiting);
	*out = eraser;
	return STATUS_OK;
}

static void wake(struct eraser *eraser)
{
	pthread_mutex_lock(&eraser->mutex);
	eraser->due = true;
	pthread_cond_signal(&eraser->waiting);
	pthread_mutex_unlock(&eraser->mutex);
}

void eraser_begin(struct eraser *eraser, struct db *db, const struct id *member)
{
	struct erasure erasure = {.member = *member, .handle = "", .display_name = ""};
	struct arena arena;
	arena_init(&arena, 1 << 16);
	struct query query = query_begin(db, eraser->config.personal->names);
	query_bind_id(&query, 1, member);
	if (query_step(&query)) {
		erasure.handle = query_text(&query, "handle", &arena);
		erasure.display_name = query_text(&query, "display_name", &arena);
	}
	query_end(&query);
	erasure_begin(db, &erasure, environment_now_ms(eraser->config.environment));
	arena_fini(&arena);
	wake(eraser); /* the thread looks behind this commit: see round_read */
}

/* ---- one round ---- */

struct round {
	struct eraser *eraser;
	struct arena arena;
	struct erasure *list;
	size_t count;
	size_t member; /* list[member] is being taken out */
	const struct sql *statement;
	int64_t changes;
};

/* As a write, so that it sees what the group that woke the thread committed. */
static bool round_read(void *context, struct db *db)
{
	struct round *round = context;
	round->count = erasure_list(db, &round->arena, ROUND_MOST, &round->list);
	return true;
}

static bool round_empty(void *context, struct db *db)
{
	struct round *round = context;
	const struct erasure *erasure = &round->list[round->member];
	struct query query = query_begin(db, round->statement);
	query_bind_id(&query, 1, &erasure->member);
	if (query_takes(&query, 2))
		query_bind_text(&query, 2, erasure->handle);
	if (query_takes(&query, 3))
		query_bind_text(&query, 3, erasure->display_name);
	query_run(&query);
	round->changes = query_changes(&query);
	return true;
}

static void announce(struct round *round, struct db *db, const struct id *member)
{
	const struct eraser_config *config = &round->eraser->config;
	if (!config->personal->announce)
		return;
	struct query query = query_begin(db, config->personal->announce);
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, environment_now_ms(config->environment));
	query_run(&query);
}

static bool round_forget(void *context, struct db *db)
{
	struct round *round = context;
	for (size_t i = 0; i < round->count; i++) {
		announce(round, db, &round->list[i].member);
		erasure_forget(db, &round->list[i].member);
	}
	return true;
}

static bool round_end(void *context, struct db *db)
{
	struct round *round = context;
	int64_t now_ms = environment_now_ms(round->eraser->config.environment);
	for (size_t i = 0; i < round->count; i++)
		erasure_end(db, &round->list[i].member, now_ms);
	return true;
}

/* Until `ms` passed, or closing: false. */
static bool pause_ms(struct eraser *eraser, int64_t ms)
{
	struct timespec end = monotonic_after_ms(ms);
	pthread_mutex_lock(&eraser->mutex);
	while (!eraser->closing && cond_wait_until(&eraser->waiting, &eraser->mutex, &end))
		;
	bool goes_on = !eraser->closing;
	pthread_mutex_unlock(&eraser->mutex);
	return goes_on;
}

static enum status empty_member(struct round *round)
{
	const struct personal_data *personal = round->eraser->config.personal;
	struct store *store = round->eraser->config.store;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < personal->n_erase && status == STATUS_OK; i++) {
		round->statement = personal->erase[i];
		do
			status = store_write_now(store, round_empty, round);
		while (status == STATUS_OK && round->changes);
	}
	return status;
}

static enum status scrub_patiently(struct eraser *eraser)
{
	int64_t stall_ms = 0;
	enum status status = store_scrub(eraser->config.store, &stall_ms);
	while (status == STATUS_UNAVAILABLE && pause_ms(eraser, AGAIN_MS))
		status = store_scrub(eraser->config.store, &stall_ms);
	if (status == STATUS_OK)
		log_info(eraser->config.environment->log, "erased members are out of the files",
				 log_number("stall_ms", stall_ms));
	return status;
}

/* The ledger first: what is in it is begun again after whatever happens. */
static enum status round_work(struct round *round)
{
	struct eraser *eraser = round->eraser;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < round->count && status == STATUS_OK; i++) {
		round->member = i;
		status = ledger_append(eraser->ledger, &round->list[i].member);
		if (status == STATUS_OK)
			status = empty_member(round);
	}
	if (status == STATUS_OK)
		status = store_write_now(eraser->config.store, round_forget, round);
	if (status == STATUS_OK && eraser->config.personal->clean_files)
		status = eraser->config.personal->clean_files(eraser->config.state);
	if (status == STATUS_OK)
		status = scrub_patiently(eraser);
	if (status == STATUS_OK)
		status = store_write_now(eraser->config.store, round_end, round);
	return status;
}

static void run_rounds(struct eraser *eraser)
{
	struct round round = {.eraser = eraser};
	enum status status;
	arena_init(&round.arena, ROUND_ARENA);
	do {
		arena_reset(&round.arena);
		round.count = 0;
		status = store_write_now(eraser->config.store, round_read, &round);
		if (status == STATUS_OK && round.count)
			status = round_work(&round);
	} while (status == STATUS_OK && round.count);
	arena_fini(&round.arena);
	if (status == STATUS_OK)
		return;
	log_warn(eraser->config.environment->log, "an erasure did not end; it is tried again",
			 log_text("status", status_name(status)));
	if (pause_ms(eraser, LATER_MS))
		wake(eraser);
}

static void *run(void *context)
{
	struct eraser *eraser = context;
	for (;;) {
		pthread_mutex_lock(&eraser->mutex);
		while (!eraser->due && !eraser->closing)
			pthread_cond_wait(&eraser->waiting, &eraser->mutex);
		eraser->due = false;
		bool closing = eraser->closing;
		pthread_mutex_unlock(&eraser->mutex);
		if (closing)
			return NULL;
		run_rounds(eraser);
	}
}

/* ---- at start ---- */

struct again {
	struct eraser *eraser;
	const struct id *ids;
	size_t count;
};

static bool begin_again(void *context, struct db *db)
{
	struct again *again = context;
	const struct eraser_config *config = &again->eraser->config;
	for (size_t i = 0; i < again->count; i++) {
		if (erasure_state(db, &again->ids[i]) != ERASURE_NONE)
			continue;
		eraser_begin(again->eraser, db, &again->ids[i]);
		if (config->personal->erase_again)
			config->personal->erase_again(config->state, db, &again->ids[i]);
	}
	return true;
}

static enum status apply_ledger(struct eraser *eraser)
{
	struct again again = {.eraser = eraser};
	struct arena arena;
	struct id *ids;
	arena_init(&arena, (size_t)128 << 20);
	enum status status = ledger_read(&arena, eraser->ledger, &ids, &again.count);
	again.ids = ids;
	if (status != STATUS_OK)
		log_error(eraser->config.environment->log, "the ledger of erased members cannot be read",
				  log_text("file", eraser->ledger));
	else if (again.count)
		status = store_write_now(eraser->config.store, begin_again, &again);
	arena_fini(&arena);
	return status;
}

enum status eraser_start(struct eraser *eraser)
{
	enum status status = apply_ledger(eraser);
	if (status != STATUS_OK)
		return status;
	eraser->due = true; /* what a crash left */
	eraser->started = pthread_create(&eraser->thread, NULL, run, eraser) == 0;
	return eraser->started ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

void eraser_close(struct eraser *eraser)
{
	if (!eraser)
		return;
	pthread_mutex_lock(&eraser->mutex);
	eraser->closing = true;
	pthread_cond_signal(&eraser->waiting);
	pthread_mutex_unlock(&eraser->mutex);
	if (eraser->started)
		pthread_join(eraser->thread, NULL);
	pthread_cond_destroy(&eraser->waiting);
	pthread_mutex_destroy(&eraser->mutex);
	free(eraser->ledger);
	free(eraser);
}
