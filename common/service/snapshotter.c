#include "common/service/snapshotter.h"

#include "common/base/wait.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STACK       ((size_t)1 << 20) /* bytes: SQLite's backup and quick_check use less */
#define ARENA_BOUND ((size_t)1 << 20) /* bytes of facts: some hundred names and hashes */

struct snapshotter {
	struct snapshotter_config config;
	char *source, *copy;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex; /* of all below */
	pthread_cond_t changed;
	bool closing;
	struct id id; /* zero: there is none */
	bool over;    /* it was ended, and the thread is to let it go */
	enum snapshot_stage stage;
	int64_t asked_ms; /* monotonic */
	struct arena arena;
	struct snapshot_facts facts;
	const char *problem;
	int file; /* of what is ready; -1: none */
};

/* With the mutex held. */
static bool wanted(const struct snapshotter *snapshotter)
{
	int64_t now_ms = environment_monotonic_ms(snapshotter->config.environment);
	return !snapshotter->closing && !snapshotter->over && now_ms - snapshotter->asked_ms < SNAPSHOT_FORGOTTEN_MS;
}

static bool goes_on(void *host)
{
	struct snapshotter *snapshotter = host;
	pthread_mutex_lock(&snapshotter->mutex);
	bool on = wanted(snapshotter);
	pthread_mutex_unlock(&snapshotter->mutex);
	return on;
}

static void set_stage(struct snapshotter *snapshotter, enum snapshot_stage stage, const char *problem)
{
	pthread_mutex_lock(&snapshotter->mutex);
	snapshotter->stage = stage;
	snapshotter->problem = problem;
	pthread_mutex_unlock(&snapshotter->mutex);
}

/* Without the mutex: nobody looks at arena, facts and file before the stage says so. */
static void make(struct snapshotter *snapshotter)
{
	const struct log *log = snapshotter->config.environment->log;
	struct snapshot_config config = {.source = snapshotter->source,
									 .copy = snapshotter->copy,
									 .environment = snapshotter->config.environment,
									 .goes_on = goes_on,
									 .host = snapshotter};
	const char *problem = "";
	int64_t begun_ms = environment_monotonic_ms(config.environment);
	enum status status = snapshot_copy(&config, &snapshotter->arena, &problem);
	if (status == STATUS_OK) {
		set_stage(snapshotter, SNAPSHOT_CHECKING, "");
		status = snapshot_examine(&config, &snapshotter->arena, &snapshotter->facts, &problem);
		snapshotter->file = status == STATUS_OK ? open(snapshotter->copy, O_RDONLY | O_CLOEXEC) : -1;
		(void)unlink(snapshotter->copy);
		if (status == STATUS_OK && snapshotter->file < 0)
			problem = "the copy of the database cannot be opened";
	}
	if (snapshotter->file < 0)
		log_warn(log, "the database could not be copied for a backup", log_text("name", snapshotter->config.name),
				 log_text("status", status_name(status)), log_text("problem", problem));
	else
		log_info(log, "the database was copied for a backup", log_text("name", snapshotter->config.name),
				 log_number("bytes", snapshotter->facts.size), log_number("seq", snapshotter->facts.seq),
				 log_number("ms", environment_monotonic_ms(config.environment) - begun_ms));
	/* last: from here on others look, and may let all of it go */
	set_stage(snapshotter, snapshotter->file < 0 ? SNAPSHOT_FAILED : SNAPSHOT_READY, problem);
}

/* With the mutex held. */
static void let_go(struct snapshotter *snapshotter)
{
	if (snapshotter->file >= 0)
		close(snapshotter->file);
	snapshotter->file = -1;
	snapshotter->id = (struct id){0};
	snapshotter->facts = (struct snapshot_facts){0};
	arena_reset(&snapshotter->arena);
}

static void *run(void *argument)
{
	struct snapshotter *snapshotter = argument;
	pthread_mutex_lock(&snapshotter->mutex);
	while (!snapshotter->closing) {
		if (id_is_zero(&snapshotter->id)) {
			pthread_cond_wait(&snapshotter->changed, &snapshotter->mutex);
			continue;
		}
		const struct id mine = snapshotter->id;
		pthread_mutex_unlock(&snapshotter->mutex);
		make(snapshotter);
		pthread_mutex_lock(&snapshotter->mutex);
		while (id_equal(&snapshotter->id, &mine) && wanted(snapshotter))
			cond_wait_ms(&snapshotter->changed, &snapshotter->mutex, SNAPSHOT_FORGOTTEN_MS / 4);
		if (id_equal(&snapshotter->id, &mine))
			let_go(snapshotter);
	}
	pthread_mutex_unlock(&snapshotter->mutex);
	return NULL;
}

static bool thread_start(struct snapshotter *snapshotter)
{
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	bool started = pthread_create(&snapshotter->thread, &attributes, run, snapshotter) == 0;
	pthread_attr_destroy(&attributes);
	return started;
}

enum status snapshotter_open(struct snapshotter **out, const struct snapshotter_config *config)
{
	struct snapshotter *snapshotter = calloc(1, sizeof(*snapshotter));
	if (!snapshotter)
		return STATUS_RESOURCE_EXHAUSTED;
	snapshotter->config = *config;
	snapshotter->source = strdup(config->source);
	snapshotter->copy = strdup(config->copy);
	snapshotter->file = -1;
	arena_init(&snapshotter->arena, ARENA_BOUND);
	pthread_mutex_init(&snapshotter->mutex, NULL);
	cond_init_monotonic(&snapshotter->changed);
	if (snapshotter->source && snapshotter->copy) {
		(void)unlink(snapshotter->copy);
		snapshotter->started = thread_start(snapshotter);
	}
	if (snapshotter->started) {
		*out = snapshotter;
		return STATUS_OK;
	}
	snapshotter_close(snapshotter);
	return STATUS_RESOURCE_EXHAUSTED;
}

void snapshotter_close(struct snapshotter *snapshotter)
{
	if (!snapshotter)
		return;
	pthread_mutex_lock(&snapshotter->mutex);
	snapshotter->closing = true;
	pthread_cond_broadcast(&snapshotter->changed);
	pthread_mutex_unlock(&snapshotter->mutex);
	if (snapshotter->started)
		pthread_join(snapshotter->thread, NULL);
	let_go(snapshotter);
	arena_fini(&snapshotter->arena);
	pthread_cond_destroy(&snapshotter->changed);
	pthread_mutex_destroy(&snapshotter->mutex);
	free(snapshotter->source);
	free(snapshotter->copy);
	free(snapshotter);
}

/* ---- any thread ---- */

bool snapshotter_begin(struct snapshotter *snapshotter, struct id *out)
{
	const struct environment *environment = snapshotter->config.environment;
	pthread_mutex_lock(&snapshotter->mutex);
	bool free = id_is_zero(&snapshotter->id);
	if (free) {
		*out = snapshotter->id = id_new(environment);
		snapshotter->over = false;
		snapshotter->stage = SNAPSHOT_COPYING;
		snapshotter->asked_ms = environment_monotonic_ms(environment);
		pthread_cond_broadcast(&snapshotter->changed);
	}
	pthread_mutex_unlock(&snapshotter->mutex);
	return free;
}

/* With the mutex held: whether it is this one, which is then asked for. */
static bool take(struct snapshotter *snapshotter, const struct id *id)
{
	if (id_is_zero(id) || !id_equal(&snapshotter->id, id) || !wanted(snapshotter))
		return false;
	snapshotter->asked_ms = environment_monotonic_ms(snapshotter->config.environment);
	return true;
}

static struct snapshot_facts facts_copy(const struct snapshot_facts *from, struct arena *arena)
{
	struct snapshot_facts to = *from;
	to.schemas = arena_array(arena, from->n_schemas, sizeof(*to.schemas));
	to.tables = arena_array(arena, from->n_tables, sizeof(*to.tables));
	for (size_t i = 0; i < from->n_schemas; i++) {
		const struct snapshot_schema *schema = &from->schemas[i];
		to.schemas[i] = *schema;
		to.schemas[i].component = arena_text(arena, schema->component);
		to.schemas[i].sha256.data = arena_copy(arena, schema->sha256.data, schema->sha256.len);
	}
	for (size_t i = 0; i < from->n_tables; i++)
		to.tables[i] = (struct snapshot_table){arena_text(arena, from->tables[i].name), from->tables[i].rows};
	return to;
}

bool snapshotter_look(struct snapshotter *snapshotter, const struct id *id, struct arena *arena,
					  enum snapshot_stage *stage, struct snapshot_facts *facts, const char **problem)
{
	*problem = "";
	pthread_mutex_lock(&snapshotter->mutex);
	bool found = take(snapshotter, id);
	if (found) {
		*stage = snapshotter->stage;
		if (snapshotter->stage == SNAPSHOT_READY)
			*facts = facts_copy(&snapshotter->facts, arena);
		if (snapshotter->stage == SNAPSHOT_FAILED)
			*problem = arena_text(arena, snapshotter->problem);
	}
	pthread_mutex_unlock(&snapshotter->mutex);
	return found;
}

bool snapshotter_read(struct snapshotter *snapshotter, const struct id *id, int64_t offset, void *out, size_t size,
					  ptrdiff_t *length)
{
	pthread_mutex_lock(&snapshotter->mutex);
	bool found = take(snapshotter, id) && snapshotter->stage == SNAPSHOT_READY;
	if (found)
		*length = pread(snapshotter->file, out, size, (off_t)offset);
	pthread_mutex_unlock(&snapshotter->mutex);
	return found;
}

bool snapshotter_end(struct snapshotter *snapshotter, const struct id *id)
{
	pthread_mutex_lock(&snapshotter->mutex);
	bool found = take(snapshotter, id);
	if (found && (snapshotter->stage == SNAPSHOT_READY || snapshotter->stage == SNAPSHOT_FAILED))
		let_go(snapshotter);
	else if (found) /* the thread is at work on it */
		snapshotter->over = true;
	if (found)
		pthread_cond_broadcast(&snapshotter->changed);
	pthread_mutex_unlock(&snapshotter->mutex);
	return found;
}
