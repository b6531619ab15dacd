#include "services/recognitions/search/search.h"

#include "common/base/text.h"
#include "common/base/wait.h"
#include "common/store/outbox.h"
#include "search/sql.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EVENTS_AT_ONCE 256
#define GATHER_MS      20    /* lets commits gather */
#define PACE           9     /* while giving goes on at speed: rests so many times as long as it worked */
#define SPEED          50    /* writes between two rounds that are giving at speed */
#define BEHIND_MANY    50000 /* events: said in the log */
#define CURSOR         "recognitions"
#define ARENA_CAP      ((size_t)256 << 20) /* of one round: 256 of the longest texts with 50 receivers */

struct search {
	struct search_config config;
	char *path;
	pthread_rwlock_t lock; /* shared: whoever uses `store`; alone: whoever opens it anew */
	struct store *store;
	pthread_t thread;
	bool started;
	pthread_mutex_t round; /* one round at a time */
	struct arena arena;    /* of the round, as are the next two */
	struct arena terms;
	struct recognition read;
	_Atomic int64_t applied_seq, as_of_ms;
	bool said_behind;      /* the thread's */
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t waiting;
	bool awake;
	bool closing;
};

/* What one round found out: entries to put, and those that are no more. */
struct change {
	struct entry entry;
	bool gone;
};

struct round {
	struct search *search;
	struct id epoch;
	int64_t seq, time_ms;
	size_t n_events;
	struct change *changes;
	size_t n_changes;
};

/* Joining, reacting and commenting change nothing that is found. */
static bool is_of_interest(const char *type)
{
	static const char *const types[] = {"recognition.given",  "recognition.edited",    "recognition.lowered",
										"recognition.shared", "recognition.withdrawn", "recognition.erased"};
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_equal(type, types[i]))
			return true;
	return false;
}

static void change_read(struct round *round, struct db *db, const struct id *subject)
{
	struct search *search = round->search;
	struct change *change = &round->changes[round->n_changes++];
	change->entry.recognition = *subject;
	change->gone = !search->config.read(db, &search->arena, subject, &search->read);
	if (!change->gone)
		entry_of(&change->entry, &search->arena, &search->read);
}

static void round_read(void *context, struct db *db)
{
	struct round *round = context;
	struct search *search = round->search;
	struct outbox_event *events;
	round->epoch = outbox_epoch(db);
	round->n_events = outbox_read(db, &search->arena, atomic_load(&search->applied_seq), EVENTS_AT_ONCE, &events);
	round->changes = arena_array(&search->arena, round->n_events + 1, sizeof(*round->changes));
	for (size_t i = 0; i < round->n_events; i++) {
		if (is_of_interest(events[i].type))
			change_read(round, db, &events[i].subject);
		round->seq = events[i].seq;
		round->time_ms = events[i].time_ms;
	}
}

static bool round_write(void *context, struct db *db)
{
	struct round *round = context;
	struct search *search = round->search;
	for (size_t i = 0; i < round->n_changes; i++) {
		const struct change *change = &round->changes[i];
		arena_reset(&search->terms);
		if (change->gone)
			entry_remove(db, &search->terms, &change->entry.recognition);
		else
			entry_put(db, &search->terms, &change->entry);
	}
	cursor_write(db, CURSOR, &round->epoch, round->seq);
	return true;
}

/* Effect and cursor in one transaction. */
static enum status round_keep(struct search *search, struct round *round)
{
	pthread_rwlock_rdlock(&search->lock);
	enum status status = search->store ? store_write_now(search->store, round_write, round) : STATUS_UNAVAILABLE;
	pthread_rwlock_unlock(&search->lock);
	if (status == STATUS_OK) {
		atomic_store(&search->applied_seq, round->seq);
		atomic_store(&search->as_of_ms, round->time_ms);
	}
	return status;
}

/* *n_out: events looked at. */
static enum status round_run(struct search *search, size_t *n_out)
{
	struct round round = {.search = search};
	pthread_mutex_lock(&search->round);
	arena_reset(&search->arena);
	enum status status = store_read_now(search->config.store, round_read, &round);
	if (status == STATUS_OK && round.n_events)
		status = round_keep(search, &round);
	arena_reset(&search->arena);
	pthread_mutex_unlock(&search->round);
	*n_out = status == STATUS_OK ? round.n_events : 0;
	return status;
}

/* Until somebody wakes it; false: closing. */
static bool wait_for_work(struct search *search)
{
	pthread_mutex_lock(&search->mutex);
	while (!search->awake && !search->closing)
		pthread_cond_wait(&search->waiting, &search->mutex);
	search->awake = false;
	bool goes_on = !search->closing;
	pthread_mutex_unlock(&search->mutex);
	return goes_on;
}

/* Closing ends it at once. */
static void rest(struct search *search, int64_t ms)
{
	struct timespec end = monotonic_after_ms(ms);
	pthread_mutex_lock(&search->mutex);
	while (!search->closing && cond_wait_until(&search->waiting, &search->mutex, &end))
		;
	pthread_mutex_unlock(&search->mutex);
}

static void say_behind(struct search *search)
{
	struct search_state state;
	search_state(search, &state);
	bool behind = state.behind > BEHIND_MANY;
	if (behind && !search->said_behind)
		log_info(search->config.environment->log, "search is behind", log_number("events", state.behind));
	if (search->said_behind && !state.behind)
		log_info(search->config.environment->log, "search has caught up", log_number("seq", state.applied_seq));
	search->said_behind = behind || (search->said_behind && state.behind);
}

static int64_t writes_of(const struct search *search)
{
	struct store_state state;
	store_state(search->config.store, &state);
	return state.writes;
}

static void *run(void *context)
{
	struct search *search = context;
	const struct environment *environment = search->config.environment;
	int64_t writes = writes_of(search);
	while (wait_for_work(search)) {
		size_t n;
		int64_t begun = environment_monotonic_ms(environment), before = writes;
		enum status status = round_run(search, &n);
		int64_t worked = environment_monotonic_ms(environment) - begun;
		bool more = status != STATUS_OK || n == EVENTS_AT_ONCE;
		if (more)
			search_wake(search);
		say_behind(search);
		writes = writes_of(search);
		if (status != STATUS_OK || !more || writes - before > SPEED)
			rest(search, writes - before > SPEED && worked * PACE > GATHER_MS ? worked * PACE : GATHER_MS);
	}
	return NULL;
}

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
	mark->seq = cursor_read(db, CURSOR, &mark->epoch);
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
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
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
	arena_init(&search->arena, ARENA_CAP);
	arena_init(&search->terms, ARENA_CAP);
	pthread_rwlock_init(&search->lock, NULL);
	pthread_mutex_init(&search->round, NULL);
	pthread_mutex_init(&search->mutex, NULL);
	cond_init_monotonic(&search->waiting);
	enum status status = search->path ? open_fresh(search) : STATUS_RESOURCE_EXHAUSTED;
	search->started = status == STATUS_OK && pthread_create(&search->thread, NULL, run, search) == 0;
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
	const char *match;
	int64_t before, least;
	size_t limit;
	struct hit *out;
	size_t n;
};

static void find_run(void *context, struct db *db)
{
	struct find *find = context;
	find->n = entries_find(db, find->match, find->before, find->least, find->limit, find->out);
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

enum status search_find(struct search *search, const char *match, int64_t before, int64_t least, int64_t deadline_ms,
						size_t limit, struct hit *out, size_t *n)
{
	struct find find = {.match = match, .before = before, .least = least, .limit = limit, .out = out};
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

enum status search_catch_up(struct search *search)
{
	struct search_state state;
	size_t n;
	enum status status = STATUS_OK;
	search_state(search, &state);
	for (int64_t head = state.applied_seq + state.behind;
		 status == STATUS_OK && atomic_load(&search->applied_seq) < head;)
		status = round_run(search, &n);
	return status;
}

struct forget {
	struct search *search;
	const struct id *recognition;
};

static bool forget_run(void *context, struct db *db)
{
	struct forget *forget = context;
	struct arena arena;
	arena_init(&arena, ARENA_CAP);
	entry_remove(db, &arena, forget->recognition);
	arena_fini(&arena);
	return true;
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

enum status search_forget(struct search *search, const struct id *recognition)
{
	struct forget forget = {.search = search, .recognition = recognition};
	return write_now(search, forget_run, &forget);
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
