#include "services/recognitions/impact/source.h"

#include "common/base/text.h"
#include "common/base/wait.h"
#include "common/service/measure.h"
#include "common/store/outbox.h"
#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/ledger.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define EVENTS_AT_ONCE 500 /* applied under one hold of the lock: some hundred microseconds */
#define ROUND_MS       5   /* the thread reads at most so often: what is left to those who ask is read in moments */
#define SAVE_EVENTS    100000
#define PATIENCE_MS    100                 /* for others who apply */
#define SAVING_MS      2                   /* for whoever copies for a snapshot, which may take half a second */
#define ARENA_CAP      ((size_t)256 << 20) /* bytes: a million members at once */

struct impact_source {
	struct impact_source_config config;
	struct impact *impact;
	struct arena arena;          /* of whoever applies */
	int64_t saved_seq;           /* the thread's */
	_Atomic int64_t applied_seq; /* of the impact, for those who must not wait for it */
	atomic_bool verifying;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t idle;   /* nobody applies */
	bool applying;         /* somebody does, or copies for the snapshot; one at a time */
	bool saving;           /* it is the snapshot */
	pthread_cond_t waiting;
	bool awake;
	bool closing;
};

/* What a connection sees. */
static struct impact_mark see(struct impact_source *source, struct db *db)
{
	struct impact_mark mark = {
		.epoch = outbox_epoch(db),
		.seq = outbox_head(db),
		.time_ms = outbox_head_time(db),
	};
	mark.members_seq = cursor_read(db, source->config.members_cursor, &mark.members_epoch);
	return mark;
}

static bool is_behind(const struct impact_mark *applied, const struct impact_mark *seen)
{
	if (!id_equal(&applied->members_epoch, &seen->members_epoch))
		return true;
	return applied->seq < seen->seq || applied->members_seq < seen->members_seq;
}

static void apply_recognition(struct impact_source *source, const struct impact_recognition *recognition)
{
	if (impact_apply_recognition(source->impact, recognition) != STATUS_OK)
		log_error(source->config.environment->log, "more recognitions than can be counted",
				  log_number("receivers", (int64_t)recognition->n_receivers));
}

static void apply_teams(struct impact_source *source, const struct ledger_team *teams, size_t n)
{
	for (size_t i = 0; i < n; i++)
		impact_apply_team(source->impact, teams[i].number, teams[i].path);
}

/* What a run of events tells: what is new, and what became of others. Both as they stand now, so that it matters to
 * nobody when a recognition that was lowered at once is read as given, or a change is told of twice. */
struct news {
	struct impact_recognition *given;
	size_t n_given;
	struct impact_change *changes;
	size_t n_changes;
	struct ledger_team *teams; /* new ones, which those given may name */
	size_t n_teams;
};

static bool is_change(const char *type)
{
	return text_equal(type, "recognition.lowered") || text_equal(type, "recognition.shared") ||
		   text_equal(type, "recognition.withdrawn");
}

static struct news read_news(struct impact_source *source, struct db *db, const struct outbox_event *events, size_t n)
{
	struct arena *arena = &source->arena;
	struct news news = {
		.given = arena_array(arena, n, sizeof *news.given),
		.changes = arena_array(arena, n, sizeof *news.changes),
	};
	for (size_t i = 0; i < n; i++) {
		const struct id *subject = &events[i].subject;
		if (text_equal(events[i].type, "recognition.given"))
			news.n_given += ledger_read_one(db, source->config.days, arena, subject, &news.given[news.n_given]);
		else if (is_change(events[i].type))
			news.n_changes += ledger_read_change(db, source->config.days, subject, &news.changes[news.n_changes]);
	}
	news.n_teams = ledger_read_teams(db, arena, impact_team_count(source->impact), &news.teams);
	return news;
}

/* Applies a run of events; false: the connection is broken. */
static bool apply_events(struct impact_source *source, struct db *db, const struct outbox_event *events, size_t n)
{
	struct impact_mark mark = impact_applied(source->impact);
	struct news news = read_news(source, db, events, n);
	if (db_status(db) != STATUS_OK)
		return false;
	mark.seq = events[n - 1].seq;
	mark.time_ms = events[n - 1].time_ms;
	impact_begin(source->impact);
	apply_teams(source, news.teams, news.n_teams);
	for (size_t i = 0; i < news.n_given; i++)
		apply_recognition(source, &news.given[i]);
	for (size_t i = 0; i < news.n_changes; i++)
		impact_apply_change(source->impact, &news.changes[i]);
	impact_commit(source->impact, &mark);
	return true;
}

static void catch_up_recognitions(struct impact_source *source, struct db *db)
{
	struct outbox_event *events;
	size_t n;
	do {
		arena_reset(&source->arena);
		n = outbox_read(db, &source->arena, impact_applied_seq(source->impact), EVENTS_AT_ONCE, &events);
	} while (n && apply_events(source, db, events, n) && n == EVENTS_AT_ONCE);
	arena_reset(&source->arena);
}

/* All of them, and every team: joining, leaving, moving and renaming are rare beside reports, and a thousand are read
 * in two milliseconds. */
static void catch_up_members(struct impact_source *source, struct db *db, const struct impact_mark *seen)
{
	struct impact_mark mark = impact_applied(source->impact);
	struct impact_member *members;
	struct ledger_team *teams;
	size_t n_teams = ledger_read_teams(db, &source->arena, 0, &teams);
	size_t n = ledger_read_members(db, &source->arena, &members);
	if (db_status(db) == STATUS_OK) {
		mark.members_epoch = seen->members_epoch;
		mark.members_seq = seen->members_seq;
		impact_begin(source->impact);
		apply_teams(source, teams, n_teams);
		impact_forget_members(source->impact);
		for (size_t i = 0; i < n; i++)
			impact_apply_member(source->impact, &members[i]);
		impact_commit(source->impact, &mark);
	}
	arena_reset(&source->arena);
}

/* The right to apply. False: it was not to be had in time. */
static bool apply_begin(struct impact_source *source, bool to_save)
{
	struct timespec end = monotonic_after_ms(PATIENCE_MS), soon = monotonic_after_ms(SAVING_MS);
	pthread_mutex_lock(&source->mutex);
	while (source->applying && cond_wait_until(&source->idle, &source->mutex, source->saving ? &soon : &end))
		;
	bool begins = !source->applying;
	source->applying = true;
	source->saving = begins ? to_save : source->saving;
	pthread_mutex_unlock(&source->mutex);
	return begins;
}

static void apply_end(struct impact_source *source)
{
	atomic_store(&source->applied_seq, impact_applied_seq(source->impact));
	pthread_mutex_lock(&source->mutex);
	source->applying = false;
	source->saving = false;
	pthread_cond_signal(&source->idle);
	pthread_mutex_unlock(&source->mutex);
}

enum status impact_source_catch_up(struct impact_source *source, struct db *db)
{
	struct impact_mark seen = see(source, db), applied = impact_applied(source->impact);
	if (db_status(db) != STATUS_OK || !is_behind(&applied, &seen))
		return db_status(db);
	if (!apply_begin(source, false))
		return STATUS_OK;
	applied = impact_applied(source->impact);
	if (applied.seq < seen.seq)
		catch_up_recognitions(source, db);
	if (!id_equal(&applied.members_epoch, &seen.members_epoch) || applied.members_seq < seen.members_seq)
		catch_up_members(source, db, &seen);
	apply_end(source);
	return db_status(db);
}

bool impact_source_is_even(struct impact_source *source, struct db *db)
{
	struct impact_mark seen = see(source, db), applied = impact_applied(source->impact);
	return !is_behind(&seen, &applied) && !is_behind(&applied, &seen);
}

static void take_run(void *host, const struct impact_recognition *run, size_t n)
{
	struct impact_source *source = host;
	impact_begin(source->impact);
	for (size_t i = 0; i < n; i++)
		apply_recognition(source, &run[i]);
	impact_commit(source->impact, &(struct impact_mark){0}); /* nothing of it holds before the last run */
}

/* From the tables, when there is no snapshot that fits. */
static void load_all(struct impact_source *source, struct db *db, const struct impact_mark *seen)
{
	struct ledger_team *teams;
	size_t n_teams = ledger_read_teams(db, &source->arena, 0, &teams);
	impact_begin(source->impact);
	impact_reset(source->impact);
	apply_teams(source, teams, n_teams);
	impact_commit(source->impact, &(struct impact_mark){0});
	ledger_read_all(db, source->config.days, &source->arena, take_run, source);
	if (db_status(db) != STATUS_OK)
		return;
	struct impact_mark mark = {.epoch = seen->epoch, .seq = seen->seq, .time_ms = seen->time_ms};
	impact_begin(source->impact);
	impact_commit(source->impact, &mark);
}

struct load {
	struct impact_source *source;
	enum status status;
};

/* A snapshot that is ahead of the tables was written before commits that a power cut took back. */
static void load(void *context, struct db *db)
{
	struct load *load = context;
	struct impact_source *source = load->source;
	struct impact_mark applied = impact_applied(source->impact), seen = see(source, db);
	source->saved_seq = applied.seq;
	if (!applied.seq || !id_equal(&applied.epoch, &seen.epoch) || applied.seq > seen.seq ||
		applied.members_seq > seen.members_seq)
		load_all(source, db, &seen);
	load->status = impact_source_catch_up(source, db);
}

static void round_on_reader(void *context, struct db *db)
{
	impact_source_catch_up(context, db);
}

static void save_sometimes(struct impact_source *source)
{
	int64_t seq = impact_applied_seq(source->impact), tenth = seq / 10, least = source->config.save_events;
	if (seq - source->saved_seq < (tenth > least ? tenth : least))
		return;
	if (!apply_begin(source, true))
		return; /* the next round comes */
	impact_copy(source->impact);
	apply_end(source);
	impact_save(source->impact);
	source->saved_seq = seq;
}

/* Until somebody wakes it; false: closing. */
static bool wait_for_work(struct impact_source *source)
{
	pthread_mutex_lock(&source->mutex);
	while (!source->awake && !source->closing)
		pthread_cond_wait(&source->waiting, &source->mutex);
	source->awake = false;
	bool goes_on = !source->closing;
	pthread_mutex_unlock(&source->mutex);
	return goes_on;
}

/* Lets commits gather; closing ends it at once. */
static void pause_round(struct impact_source *source)
{
	struct timespec end = monotonic_after_ms(ROUND_MS);
	pthread_mutex_lock(&source->mutex);
	while (!source->closing && cond_wait_until(&source->waiting, &source->mutex, &end))
		;
	pthread_mutex_unlock(&source->mutex);
}

static void *run(void *context)
{
	struct impact_source *source = context;
	while (wait_for_work(source)) {
		if (store_read_now(source->config.store, round_on_reader, source) != STATUS_OK)
			impact_source_wake(source); /* readers are busy: again after the pause */
		save_sometimes(source);
		pause_round(source);
	}
	return NULL;
}

enum status impact_source_open(struct impact_source **out, const struct impact_source_config *config)
{
	struct impact_source *source = heap_array(1, sizeof *source);
	struct impact_config impact = {
		.snapshot = config->snapshot,
		.environment = config->environment,
		.days_print = zone_days_print(config->days),
	};
	struct load work = {.source = source, .status = STATUS_UNAVAILABLE};
	source->config = *config;
	source->config.save_events = config->save_events ? config->save_events : SAVE_EVENTS;
	arena_init(&source->arena, ARENA_CAP);
	pthread_mutex_init(&source->mutex, NULL);
	cond_init_monotonic(&source->idle);
	cond_init_monotonic(&source->waiting);
	impact_open(&source->impact, &impact);
	enum status status = store_read_now(config->store, load, &work);
	if (status == STATUS_OK)
		status = work.status;
	source->started = status == STATUS_OK && pthread_create(&source->thread, NULL, run, source) == 0;
	if (!source->started) {
		impact_source_close(source);
		return status == STATUS_OK ? STATUS_RESOURCE_EXHAUSTED : status;
	}
	*out = source;
	return STATUS_OK;
}

void impact_source_stop(struct impact_source *source)
{
	if (!source || !source->started)
		return;
	pthread_mutex_lock(&source->mutex);
	source->closing = true;
	pthread_cond_signal(&source->waiting);
	pthread_mutex_unlock(&source->mutex);
	pthread_join(source->thread, NULL);
	source->started = false;
}

void impact_source_close(struct impact_source *source)
{
	if (!source)
		return;
	impact_source_stop(source);
	impact_close(source->impact);
	arena_fini(&source->arena);
	pthread_cond_destroy(&source->waiting);
	pthread_mutex_destroy(&source->mutex);
	pthread_cond_destroy(&source->idle);
	free(source);
}

void impact_source_wake(struct impact_source *source)
{
	pthread_mutex_lock(&source->mutex);
	source->awake = true;
	pthread_cond_signal(&source->waiting);
	pthread_mutex_unlock(&source->mutex);
}

bool impact_source_verify(struct impact_source *source)
{
	return !atomic_exchange(&source->verifying, true);
}

void impact_source_verified(struct impact_source *source)
{
	atomic_store(&source->verifying, false);
}

struct impact *impact_source_impact(struct impact_source *source)
{
	return source->impact;
}

void impact_source_measure(const struct impact_source *source, struct samples *samples)
{
	struct store_state outbox;
	store_state(source->config.store, &outbox);
	int64_t lag = outbox.head_seq - atomic_load(&source->applied_seq);
	samples_add(samples, METER_PROJECTION_LAG, lag > 0 ? (double)lag : 0, "impact", NULL);
}
