#include "services/recognitions/search/inside.h"

#include "common/base/array.h"
#include "common/base/wait.h"
#include "common/service/measure.h"
#include "common/store/outbox.h"
#include "search/sql.h"
#include "services/recognitions/search/sift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool prepare(void *context, struct db *db)
{
	(void)context;
	if (!form_read(db))
		form_put(db, SEARCH_FORM);
	return db_execute(db, "PRAGMA secure_delete=ON");
}

static enum status open_store(struct search *search)
{
	struct store_config config = {
		.path = search->path,
		.migrations = &search_migrations,
		.synchronous = DB_NORMAL, /* what a power cut takes back is put in again */
		.environment = search->config.environment,
	};
	enum status status = store_open(&search->store, &config);
	return status == STATUS_OK ? store_write_now(search->store, prepare, NULL) : status;
}

/* How far an index and the outbox it was made from have come. */
struct mark {
	struct id epoch;
	int64_t seq, form;
};

static void mark_of_index(void *context, struct db *db)
{
	struct mark *mark = context;
	mark->seq = cursor_read(db, SEARCH_CURSOR, &mark->epoch);
	mark->form = form_read(db);
}

static void mark_of_outbox(void *context, struct db *db)
{
	struct mark *mark = context;
	mark->epoch = outbox_epoch(db);
	mark->seq = outbox_head(db);
}

static enum status is_stale(struct search *search, bool *stale)
{
	struct mark index = {.seq = 0}, outbox = {.seq = 0};
	enum status status = store_read_now(search->store, mark_of_index, &index);
	if (status == STATUS_OK)
		status = store_read_now(search->config.store, mark_of_outbox, &outbox);
	*stale =
		index.form != SEARCH_FORM || (index.seq && (!id_equal(&index.epoch, &outbox.epoch) || index.seq > outbox.seq));
	atomic_store(&search->applied_seq, *stale ? 0 : index.seq);
	return status;
}

static void remove_files(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	char name[4096];
	for (size_t i = 0; i < ARRAY_LENGTH(ends); i++)
		if (snprintf(name, sizeof(name), "%s%s", path, ends[i]) < (int)sizeof(name))
			(void)unlink(name); /* not there is fine */
}

/* A file that cannot be read is no loss either: everything in it is made from the service's tables. But another
 * process may have it open (FAILED_PRECONDITION), whose it is then. */
static enum status open_fresh(struct search *search)
{
	bool stale = true;
	enum status status = open_store(search);
	if (status == STATUS_OK)
		status = is_stale(search, &stale);
	if (!stale || status == STATUS_FAILED_PRECONDITION)
		return status;
	log_info(search->config.environment->log, "search is made anew", log_text("status", status_name(status)));
	store_close(search->store);
	search->store = NULL;
	remove_files(search->path);
	return open_store(search);
}

enum status search_open(struct search **out, const struct search_config *config)
{
	struct search *search = calloc(1, sizeof(*search));
	if (!search)
		return STATUS_RESOURCE_EXHAUSTED;
	search->config = *config;
	search->path = strdup(config->path);
	search->awake = true;
	arena_init(&search->arena, SEARCH_ARENA_CAP);
	arena_init(&search->terms, SEARCH_ARENA_CAP);
	pthread_rwlock_init(&search->lock, NULL);
	pthread_mutex_init(&search->round, NULL);
	pthread_mutex_init(&search->mutex, NULL);
	cond_init_monotonic(&search->waiting);
	enum status status = search->path ? open_fresh(search) : STATUS_RESOURCE_EXHAUSTED;
	search->started = status == STATUS_OK && pthread_create(&search->thread, NULL, search_follow, search) == 0;
	if (!search->started) {
		search_close(search);
		return status == STATUS_OK ? STATUS_RESOURCE_EXHAUSTED : status;
	}
	*out = search;
	return STATUS_OK;
}

void search_stop(struct search *search)
{
	if (!search || !search->started)
		return;
	pthread_mutex_lock(&search->mutex);
	search->closing = true;
	pthread_cond_signal(&search->waiting);
	pthread_mutex_unlock(&search->mutex);
	pthread_join(search->thread, NULL);
	search->started = false;
}

void search_close(struct search *search)
{
	if (!search)
		return;
	search_stop(search);
	store_close(search->store);
	arena_fini(&search->arena);
	arena_fini(&search->terms);
	pthread_cond_destroy(&search->waiting);
	pthread_mutex_destroy(&search->mutex);
	pthread_mutex_destroy(&search->round);
	pthread_rwlock_destroy(&search->lock);
	free(search->path);
	free(search);
}

void search_wake(struct search *search)
{
	pthread_mutex_lock(&search->mutex);
	search->awake = true;
	pthread_cond_signal(&search->waiting);
	pthread_mutex_unlock(&search->mutex);
}

struct find {
	const struct asked *asked;
	int64_t before, least;
	size_t limit;
	struct hit *out;
	size_t n;
};

static void find_run(void *context, struct db *db)
{
	struct find *find = context;
	find->n = sift(db, find->asked, find->before, find->least, find->limit, find->out);
}

static enum status read_until(struct search *search, void (*job)(void *context, struct db *db), void *context,
							  int64_t deadline_ms)
{
	pthread_rwlock_rdlock(&search->lock);
	enum status status =
		search->store ? store_read_until(search->store, job, context, deadline_ms) : STATUS_UNAVAILABLE;
	pthread_rwlock_unlock(&search->lock);
	return status;
}

enum status search_find(struct search *search, const struct asked *asked, int64_t before, int64_t least,
						int64_t deadline_ms, size_t limit, struct hit *out, size_t *n)
{
	struct find find = {.asked = asked, .before = before, .least = least, .limit = limit, .out = out};
	enum status status = read_until(search, find_run, &find, deadline_ms);
	*n = find.n;
	return status;
}

struct place {
	const struct id *recognition;
	int64_t *row;
};

static void place_run(void *context, struct db *db)
{
	struct place *place = context;
	entry_row(db, place->recognition, place->row);
}

enum status search_row(struct search *search, const struct id *recognition, int64_t deadline_ms, int64_t *row)
{
	struct place place = {recognition, row};
	return read_until(search, place_run, &place, deadline_ms);
}

void search_state(struct search *search, struct search_state *out)
{
	struct store_state outbox;
	store_state(search->config.store, &outbox);
	*out = (struct search_state){.applied_seq = atomic_load(&search->applied_seq),
								 .as_of_ms = atomic_load(&search->as_of_ms)};
	out->behind = outbox.head_seq > out->applied_seq ? outbox.head_seq - out->applied_seq : 0;
}

/* The store is left out while it is opened anew. */
void search_measure(struct search *search, struct samples *samples)
{
	struct search_state state;
	search_state(search, &state);
	samples_add(samples, METER_PROJECTION_LAG, (double)state.behind, "search", NULL);
	if (pthread_rwlock_tryrdlock(&search->lock))
		return;
	measure_store(samples, search->store, "recognitions-search");
	pthread_rwlock_unlock(&search->lock);
}

enum status search_catch_up(struct search *search)
{
	struct search_state state;
	size_t n;
	enum status status = STATUS_OK;
	search_state(search, &state);
	for (int64_t head = state.applied_seq + state.behind;
		 status == STATUS_OK && atomic_load(&search->applied_seq) < head;)
		status = search_round(search, &n);
	return status;
}

static bool optimize_run(void *context, struct db *db)
{
	(void)context;
	entries_optimize(db);
	return true;
}

static enum status write_now(struct search *search, bool (*job)(void *context, struct db *db), void *context)
{
	pthread_rwlock_rdlock(&search->lock);
	enum status status = search->store ? store_write_now(search->store, job, context) : STATUS_UNAVAILABLE;
	pthread_rwlock_unlock(&search->lock);
	return status;
}

static enum status scrub_file(struct search *search)
{
	int64_t stall_ms;
	pthread_rwlock_rdlock(&search->lock);
	enum status status = search->store ? store_scrub(search->store, &stall_ms) : STATUS_UNAVAILABLE;
	pthread_rwlock_unlock(&search->lock);
	return status;
}

enum status search_scrub(struct search *search)
{
	enum status status = search_catch_up(search);
	if (status == STATUS_OK)
		status = write_now(search, optimize_run, NULL);
	return status == STATUS_OK ? scrub_file(search) : status;
}
