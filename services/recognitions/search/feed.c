#include "services/recognitions/search/inside.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/base/wait.h"
#include "common/store/outbox.h"

#define EVENTS_AT_ONCE 64
#define GATHER_MS      20    /* lets commits gather */
#define PACE           9     /* while giving goes on at speed: rests so many times as long as it worked */
#define SPEED          50    /* writes between two rounds that are giving at speed */
#define BEHIND_MANY    50000 /* events: said in the log */

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
	for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
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
	cursor_write(db, SEARCH_CURSOR, &round->epoch, round->seq);
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

enum status search_round(struct search *search, size_t *n_out)
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

void *search_follow(void *context)
{
	struct search *search = context;
	const struct environment *environment = search->config.environment;
	int64_t writes = writes_of(search);
	while (wait_for_work(search)) {
		size_t n;
		int64_t begun = environment_monotonic_ms(environment), before = writes;
		enum status status = search_round(search, &n);
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
