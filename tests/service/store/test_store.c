/* The store as a service uses it: several threads, one writer, a real file. */
#include "tests/support/support.h"

#include "common/store/audit.h"
#include "common/store/connection.h"
#include "common/store/outbox.h"
#include "common/store/store.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct sql thing_table = {"001_thing", "CREATE TABLE thing (number INTEGER NOT NULL PRIMARY KEY) STRICT;"};
static const struct sql thing_insert = {"thing_insert", "INSERT INTO thing (number) VALUES ($1)"};
static const struct sql endless = {
	"endless", "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"};
static const struct sql thing_count = {"thing_count", "SELECT count(*) AS n FROM thing"};
static const struct sql thing_get = {"thing_get", "SELECT number FROM thing WHERE number = $1"};
static const struct sql wrong = {"wrong", "SELECT nothing FROM nowhere"};
static const struct migration_set things = {"things", (const struct sql *const[]){&thing_table}, 1};

struct fixture {
	struct test_world world;
	char *folder;
	char path[512];
	struct store *store;
	_Atomic int64_t rung;
};

static void ring(void *host, int64_t head_seq)
{
	atomic_store(&((struct fixture *)host)->rung, head_seq);
}

static enum status open_store(struct fixture *fixture, struct store **out, size_t bound)
{
	return store_open(out, &(struct store_config){.path = fixture->path,
												  .migrations = &things,
												  .queue_bound = bound,
												  .environment = &fixture->world.environment,
												  .committed = ring,
												  .host = fixture});
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	test_world_init(&fixture->world);
	fixture->folder = test_folder_make();
	snprintf(fixture->path, sizeof(fixture->path), "%s/things.db", fixture->folder);
	*state = fixture;
	return open_store(fixture, &fixture->store, 0) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	store_close(fixture->store);
	test_folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

/* A job that inserts `number`; what the writer says of it is kept. */
struct job {
	struct store_write write;
	int64_t number;
	bool keep, event, fails;
	sem_t *ended;
	_Atomic int *order; /* counts jobs as they are done */
	int place;
	enum status status;
};

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

static struct job job_make(int64_t number, bool keep, sem_t *ended)
{
	return (struct job){
		.write = {.run = job_run, .done = job_done}, .number = number, .keep = keep, .event = true, .ended = ended};
}

/* Holds the writer inside a group of its own until it is let go, so that what is submitted meanwhile is one group. */
struct holder {
	struct store_write write;
	sem_t entered, leave, ended;
};

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

static void hold(struct store *store, struct holder *holder)
{
	*holder = (struct holder){.write = {.run = holder_run, .done = holder_done}};
	sem_init(&holder->entered, 0, 0);
	sem_init(&holder->leave, 0, 0);
	sem_init(&holder->ended, 0, 0);
	assert_true(store_submit_write(store, &holder->write));
	sem_wait(&holder->entered);
}

static void let_go(struct holder *holder)
{
	sem_post(&holder->leave);
	sem_wait(&holder->ended);
}

static bool insert_now(void *context, struct db *db)
{
	struct query query = query_begin(db, &thing_insert);
	struct id subject = {.bytes = {1}};

	query_bind_number(&query, 1, *(int64_t *)context);
	outbox_append(db, "thing.created", &subject, *(int64_t *)context, false);
	query_run(&query);
	return true; /* as handlers do that expect nothing else: the frame looks at db_status */
}

struct look {
	int64_t things, head, head_time, cursor;
	bool dense, found;
	int64_t number;
	struct id epoch, cursor_epoch;
};

static void look_run(void *context, struct db *db)
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

static struct look look(struct store *store, int64_t number)
{
	struct look seen = {.number = number};

	assert_int_equal(store_read_now(store, look_run, &seen), STATUS_OK);
	return seen;
}

/* A read whose connection is looked at when it is done. */
struct watched {
	struct store_read read;
	struct db *db;
	sem_t ended;
	bool inside, done_inside; /* a transaction */
};

static void watched_run(struct store_read *read, struct db *db)
{
	struct watched *watched = (struct watched *)read;

	watched->db = db;
	watched->inside = connection_in_transaction(db);
}

static void watched_done(struct store_read *read, enum status status)
{
	struct watched *watched = (struct watched *)read;

	(void)status;
	watched->done_inside = connection_in_transaction(watched->db);
	sem_post(&watched->ended);
}

/* A read that never ends by itself. */
static void endless_run(struct store_read *read, struct db *db)
{
	struct query query = query_begin(db, &endless);

	(void)read;
	while (query_step(&query))
		;
	query_end(&query);
}

struct endless {
	struct store_read read;
	sem_t ended;
	enum status status;
};

static void endless_done(struct store_read *read, enum status status)
{
	struct endless *job = (struct endless *)read;

	job->status = status;
	sem_post(&job->ended);
}

static void a_read_ends_with_its_deadline(void **state)
{
	struct fixture *fixture = *state;
	struct endless job = {.read = {.run = endless_run, .done = endless_done}};
	int64_t number = 5;

	job.read.deadline_ms = environment_monotonic_ms(&fixture->world.environment) + 20;
	sem_init(&job.ended, 0, 0);
	assert_true(store_submit_read(fixture->store, &job.read));
	sem_wait(&job.ended);
	assert_int_equal(job.status, STATUS_DEADLINE_EXCEEDED);
	assert_int_equal(store_write_now(fixture->store, insert_now, &number), STATUS_OK);
	for (int i = 0; i < 4; i++) /* on each reader */
		assert_true(look(fixture->store, 5).found);
	sem_destroy(&job.ended);
}

static void a_read_is_done_when_its_transaction_is_over(void **state)
{
	struct fixture *fixture = *state;
	struct watched watched = {.read = {.run = watched_run, .done = watched_done}};

	sem_init(&watched.ended, 0, 0);
	assert_true(store_submit_read(fixture->store, &watched.read));
	sem_wait(&watched.ended);
	assert_true(watched.inside);
	assert_false(watched.done_inside);
	sem_destroy(&watched.ended);
}

static int64_t commits(struct store *store)
{
	struct store_state state;

	store_state(store, &state);
	return state.commits;
}

static void a_job_that_is_not_kept_rolls_back_alone(void **state)
{
	struct fixture *fixture = *state;
	struct holder holder;
	struct job jobs[5];
	sem_t ended;
	int64_t before;

	sem_init(&ended, 0, 0);
	hold(fixture->store, &holder);
	before = commits(fixture->store);
	for (int i = 0; i < 5; i++) {
		jobs[i] = job_make(i == 3 ? 0 : i, i != 1, &ended); /* 1 is not kept, 3 breaks the key of 0 */
		jobs[i].fails = i == 4;
		assert_true(store_submit_write(fixture->store, &jobs[i].write));
	}
	let_go(&holder);
	for (int i = 0; i < 5; i++)
		sem_wait(&ended);
	assert_int_equal(jobs[0].status, STATUS_OK);
	assert_int_equal(jobs[1].status, STATUS_ABORTED);
	assert_int_equal(jobs[2].status, STATUS_OK);
	assert_int_equal(jobs[3].status, STATUS_ABORTED);
	assert_int_equal(jobs[4].status, STATUS_INTERNAL);
	assert_int_equal(commits(fixture->store), before + 2); /* the holder's and one group */
	assert_int_equal(look(fixture->store, 0).things, 2);
	assert_int_equal(look(fixture->store, 0).head, 2);
	assert_true(look(fixture->store, 0).dense);
	assert_int_equal(look(fixture->store, 0).head_time, 2);
	sem_destroy(&ended);
}

static void jobs_are_done_in_the_order_they_came(void **state)
{
	struct fixture *fixture = *state;
	struct holder holder;
	struct job jobs[600]; /* more than one group */
	_Atomic int order = 0;
	sem_t ended;

	sem_init(&ended, 0, 0);
	hold(fixture->store, &holder);
	for (int i = 0; i < 600; i++) {
		jobs[i] = job_make(i, true, &ended);
		jobs[i].order = &order;
		assert_true(store_submit_write(fixture->store, &jobs[i].write));
	}
	let_go(&holder);
	for (int i = 0; i < 600; i++)
		sem_wait(&ended);
	for (int i = 0; i < 600; i++)
		assert_int_equal(jobs[i].place, i);
	assert_true(commits(fixture->store) <= 5);
	sem_destroy(&ended);
}

struct submitter {
	struct fixture *fixture;
	int64_t first;
	int failures;
};

static void *submit(void *argument)
{
	struct submitter *submitter = argument;

	for (int64_t i = 0; i < 20; i++) {
		int64_t number = submitter->first + i;
		struct look seen = {.number = number};
		enum status status = store_write_now(submitter->fixture->store, insert_now, &number);
		if (status != STATUS_OK)
			submitter->failures++;
		/* What is done is visible to whoever reads afterwards. */
		if (i % 5 == 0)
			store_read_now(submitter->fixture->store, look_run, &seen);
		if (i % 5 == 0 && !seen.found)
			submitter->failures++;
	}
	return NULL;
}

static void sixty_four_threads_lose_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct submitter submitters[64];
	pthread_t threads[64];
	struct look seen;

	for (int i = 0; i < 64; i++) {
		submitters[i] = (struct submitter){.fixture = fixture, .first = i * 100};
		assert_int_equal(pthread_create(&threads[i], NULL, submit, &submitters[i]), 0);
	}
	for (int i = 0; i < 64; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(submitters[i].failures, 0);
	}
	seen = look(fixture->store, 0);
	assert_int_equal(seen.things, 64 * 20);
	assert_int_equal(seen.head, 64 * 20);
	assert_true(seen.dense);
	assert_true(commits(fixture->store) < 64 * 20);
}

static void a_reader_sees_nothing_of_an_open_group(void **state)
{
	struct fixture *fixture = *state;
	struct holder holder;
	struct job job;
	sem_t ended;

	sem_init(&ended, 0, 0);
	hold(fixture->store, &holder); /* so that both below are one group */
	job = job_make(7, true, &ended);
	assert_true(store_submit_write(fixture->store, &job.write));
	struct holder inside = {.write = {.run = holder_run, .done = holder_done}};
	sem_init(&inside.entered, 0, 0);
	sem_init(&inside.leave, 0, 0);
	sem_init(&inside.ended, 0, 0);
	assert_true(store_submit_write(fixture->store, &inside.write));
	let_go(&holder);
	sem_wait(&inside.entered); /* 7 is inserted, its group is not committed */
	assert_false(look(fixture->store, 7).found);
	assert_int_equal(sem_trywait(&ended), -1);
	let_go(&inside);
	sem_wait(&ended);
	assert_true(look(fixture->store, 7).found);
	sem_destroy(&ended);
}

static void a_full_queue_says_so_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct holder holder;
	struct job jobs[5];
	sem_t ended;

	store_close(fixture->store);
	assert_int_equal(open_store(fixture, &fixture->store, 4), STATUS_OK);
	sem_init(&ended, 0, 0);
	hold(fixture->store, &holder);
	for (int i = 0; i < 5; i++) {
		jobs[i] = job_make(i, true, &ended);
		assert_int_equal(store_submit_write(fixture->store, &jobs[i].write), i < 4);
	}
	let_go(&holder);
	for (int i = 0; i < 4; i++)
		sem_wait(&ended);
	sem_destroy(&ended);
}

static void closing_runs_what_waits(void **state)
{
	struct fixture *fixture = *state;
	struct holder holder;
	struct job jobs[10];
	sem_t ended;

	sem_init(&ended, 0, 0);
	hold(fixture->store, &holder);
	for (int i = 0; i < 10; i++) {
		jobs[i] = job_make(i, true, &ended);
		assert_true(store_submit_write(fixture->store, &jobs[i].write));
	}
	sem_post(&holder.leave);
	store_close(fixture->store);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(sem_trywait(&ended), 0);
		assert_int_equal(jobs[i].status, STATUS_OK);
	}
	assert_int_equal(open_store(fixture, &fixture->store, 0), STATUS_OK);
	assert_int_equal(look(fixture->store, 0).things, 10);
	sem_destroy(&ended);
}

static void the_host_hears_of_new_events(void **state)
{
	struct fixture *fixture = *state;
	int64_t number = 1;

	assert_int_equal(store_write_now(fixture->store, insert_now, &number), STATUS_OK);
	assert_int_equal(store_write_now(fixture->store, insert_now, &number), STATUS_INTERNAL); /* taken, and no event */
	store_close(fixture->store); /* the writer has rung by now */
	assert_int_equal(atomic_load(&fixture->rung), 1);
	assert_int_equal(open_store(fixture, &fixture->store, 0), STATUS_OK);
	struct store_state seen;
	store_state(fixture->store, &seen);
	assert_int_equal(seen.head_seq, 1);
}

static bool cursor_run(void *context, struct db *db)
{
	struct id actor = {0};

	audit_append(db, &actor, "cursor.moved", context, "call-1", 5);
	cursor_write(db, "members", context, 3);
	cursor_write(db, "members", context, 4);
	return true;
}

static void the_epoch_and_cursors_stay(void **state)
{
	struct fixture *fixture = *state;
	struct look before, after;
	struct id epoch = {.bytes = {9}};

	assert_int_equal(look(fixture->store, 0).cursor, 0);
	assert_int_equal(store_write_now(fixture->store, cursor_run, &epoch), STATUS_OK);
	before = look(fixture->store, 0);
	assert_false(id_is_zero(&before.epoch));
	assert_int_equal(before.cursor, 4);
	assert_true(id_equal(&before.cursor_epoch, &epoch));
	store_close(fixture->store);
	assert_int_equal(open_store(fixture, &fixture->store, 0), STATUS_OK);
	after = look(fixture->store, 0);
	assert_true(id_equal(&before.epoch, &after.epoch));
}

static void one_database_has_one_store(void **state)
{
	struct fixture *fixture = *state;
	struct store *other;

	assert_int_equal(open_store(fixture, &other, 0), STATUS_FAILED_PRECONDITION);
}

/* The child of the next test: tells each number over the pipe once it is acknowledged, until it is killed. */
static void *write_and_tell(void *argument)
{
	struct submitter *submitter = argument;

	for (int64_t number = submitter->first;; number++) {
		int64_t told = number;
		if (store_write_now(submitter->fixture->store, insert_now, &told) != STATUS_OK)
			_exit(1);
		if (write(submitter->failures, &told, sizeof(told)) != sizeof(told))
			_exit(1);
	}
}

static void child_main(struct fixture *fixture, int pipe_end)
{
	struct submitter submitters[8];
	pthread_t threads[8];

	if (open_store(fixture, &fixture->store, 0) != STATUS_OK)
		_exit(1);
	for (int i = 0; i < 8; i++) {
		submitters[i] = (struct submitter){.fixture = fixture, .first = (int64_t)i << 32, .failures = pipe_end};
		pthread_create(&threads[i], NULL, write_and_tell, &submitters[i]);
	}
	pthread_join(threads[0], NULL);
	_exit(1);
}

static void what_was_acknowledged_survives_kill_nine(void **state)
{
	struct fixture *fixture = *state;
	static int64_t told[100000];
	size_t n = 0;
	int ends[2], how;
	pid_t child;

	store_close(fixture->store);
	fixture->store = NULL;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0)
		child_main(fixture, ends[1]);
	close(ends[1]);
	while (n < 2000 && read(ends[0], &told[n], sizeof(told[n])) == sizeof(told[n]))
		n++;
	kill(child, SIGKILL);
	while (n < 100000 && read(ends[0], &told[n], sizeof(told[n])) == sizeof(told[n]))
		n++;
	close(ends[0]);
	waitpid(child, &how, 0);
	assert_true(n >= 2000);
	assert_int_equal(open_store(fixture, &fixture->store, 0), STATUS_OK);
	for (size_t i = 0; i < n; i += n / 500)
		assert_true(look(fixture->store, told[i]).found);
	assert_true(look(fixture->store, told[n - 1]).found);
	assert_true(look(fixture->store, 0).things >= (int64_t)n);
	assert_int_equal(look(fixture->store, 0).things, look(fixture->store, 0).head);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_acknowledged_survives_kill_nine, setup, teardown),
		cmocka_unit_test_setup_teardown(a_job_that_is_not_kept_rolls_back_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(jobs_are_done_in_the_order_they_came, setup, teardown),
		cmocka_unit_test_setup_teardown(sixty_four_threads_lose_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(a_read_ends_with_its_deadline, setup, teardown),
		cmocka_unit_test_setup_teardown(a_read_is_done_when_its_transaction_is_over, setup, teardown),
		cmocka_unit_test_setup_teardown(a_reader_sees_nothing_of_an_open_group, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_queue_says_so_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(closing_runs_what_waits, setup, teardown),
		cmocka_unit_test_setup_teardown(the_host_hears_of_new_events, setup, teardown),
		cmocka_unit_test_setup_teardown(the_epoch_and_cursors_stay, setup, teardown),
		cmocka_unit_test_setup_teardown(one_database_has_one_store, setup, teardown),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
