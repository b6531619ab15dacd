#include "tests/service/store/store_fixture.h"

#include "common/store/outbox.h"

#include <stdio.h>
#include <stdlib.h>

static const struct sql thing_table = {"001_thing", "CREATE TABLE thing (number INTEGER NOT NULL PRIMARY KEY) STRICT;"};
static const struct sql thing_insert = {"thing_insert", "INSERT INTO thing (number) VALUES ($1)"};
static const struct sql thing_count = {"thing_count", "SELECT count(*) AS n FROM thing"};
static const struct sql thing_get = {"thing_get", "SELECT number FROM thing WHERE number = $1"};
static const struct sql wrong = {"wrong", "SELECT nothing FROM nowhere"};
static const struct migration_set things = {"things", (const struct sql *const[]){&thing_table}, 1};

static void ring(void *host, int64_t head_seq)
{
	atomic_store(&((struct store_fixture *)host)->rung, head_seq);
}

enum status fixture_open(struct store_fixture *fixture, struct store **out, size_t bound)
{
	return store_open(out, &(struct store_config){.path = fixture->path,
												  .migrations = &things,
												  .queue_bound = bound,
												  .environment = &fixture->world.environment,
												  .committed = ring,
												  .host = fixture});
}

int store_set_up(void **state)
{
	struct store_fixture *fixture = calloc(1, sizeof(*fixture));

	test_world_init(&fixture->world);
	fixture->folder = test_folder_make();
	snprintf(fixture->path, sizeof(fixture->path), "%s/things.db", fixture->folder);
	*state = fixture;
	return fixture_open(fixture, &fixture->store, 0) == STATUS_OK ? 0 : -1;
}

int store_tear_down(void **state)
{
	struct store_fixture *fixture = *state;

	store_close(fixture->store);
	test_folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

static bool job_run(struct store_write *write, struct db *db)
{
	struct job *job = (struct job *)write;
	struct query query = query_begin(db, job->fails ? &wrong : &thing_insert);
	struct id subject = {.bytes = {1}};

	if (!job->fails)
		query_bind_number(&query, 1, job->number);
	query_step(&query);
	bool taken = query_conflict(&query);
	query_end(&query);
	if (job->event)
		outbox_append(db, "thing.created", &subject, job->number, false);
	return job->keep && !taken;
}

static void job_done(struct store_write *write, enum status committed)
{
	struct job *job = (struct job *)write;

	job->status = committed;
	if (job->order)
		job->place = atomic_fetch_add(job->order, 1);
	sem_post(job->ended);
}

struct job job_make(int64_t number, bool keep, sem_t *ended)
{
	return (struct job){
		.write = {.run = job_run, .done = job_done}, .number = number, .keep = keep, .event = true, .ended = ended};
}

static bool holder_run(struct store_write *write, struct db *db)
{
	struct holder *holder = (struct holder *)write;

	(void)db;
	sem_post(&holder->entered);
	sem_wait(&holder->leave);
	return true;
}

static void holder_done(struct store_write *write, enum status committed)
{
	(void)committed;
	sem_post(&((struct holder *)write)->ended);
}

void holder_submit(struct store *store, struct holder *holder)
{
	*holder = (struct holder){.write = {.run = holder_run, .done = holder_done}};
	sem_init(&holder->entered, 0, 0);
	sem_init(&holder->leave, 0, 0);
	sem_init(&holder->ended, 0, 0);
	assert_true(store_submit_write(store, &holder->write));
}

void hold(struct store *store, struct holder *holder)
{
	holder_submit(store, holder);
	sem_wait(&holder->entered);
}

void let_go(struct holder *holder)
{
	sem_post(&holder->leave);
	sem_wait(&holder->ended);
}

bool insert_now(void *context, struct db *db)
{
	struct query query = query_begin(db, &thing_insert);
	struct id subject = {.bytes = {1}};

	query_bind_number(&query, 1, *(int64_t *)context);
	outbox_append(db, "thing.created", &subject, *(int64_t *)context, false);
	query_run(&query);
	return true; /* as handlers do that expect nothing else: the frame looks at db_status */
}

void look_run(void *context, struct db *db)
{
	struct look *look = context;
	struct query query = query_begin(db, &thing_count);
	struct outbox_event *events;
	struct arena arena;
	size_t n;

	arena_init(&arena, 1024 * 1024);
	assert_true(query_step(&query));
	look->things = query_number(&query, "n");
	query_end(&query);
	query = query_begin(db, &thing_get);
	query_bind_number(&query, 1, look->number);
	look->found = query_step(&query);
	query_end(&query);
	look->head = outbox_head(db);
	look->head_time = outbox_head_time(db);
	look->epoch = outbox_epoch(db);
	look->cursor = cursor_read(db, "members", &look->cursor_epoch);
	n = outbox_read(db, &arena, 0, 10000, &events);
	look->dense = (int64_t)n == look->head;
	for (size_t i = 0; i < n; i++)
		look->dense = look->dense && events[i].seq == (int64_t)i + 1;
	arena_fini(&arena);
}

struct look look(struct store *store, int64_t number)
{
	struct look seen = {.number = number};

	assert_int_equal(store_read_now(store, look_run, &seen), STATUS_OK);
	return seen;
}
