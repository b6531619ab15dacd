/* Readers of a store: their deadlines, their transactions, what they see. */
#include "tests/service/store/store_fixture.h"

#include "common/store/connection.h"

static const struct sql endless = {
	"endless", "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"};

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
	struct store_fixture *fixture = *state;
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
	struct store_fixture *fixture = *state;
	struct watched watched = {.read = {.run = watched_run, .done = watched_done}};

	sem_init(&watched.ended, 0, 0);
	assert_true(store_submit_read(fixture->store, &watched.read));
	sem_wait(&watched.ended);
	assert_true(watched.inside);
	assert_false(watched.done_inside);
	sem_destroy(&watched.ended);
}

static void a_reader_sees_nothing_of_an_open_group(void **state)
{
	struct store_fixture *fixture = *state;
	struct holder holder, inside;
	struct job job;
	sem_t ended;

	sem_init(&ended, 0, 0);
	hold(fixture->store, &holder); /* so that both below are one group */
	job = job_make(7, true, &ended);
	assert_true(store_submit_write(fixture->store, &job.write));
	holder_submit(fixture->store, &inside);
	let_go(&holder);
	sem_wait(&inside.entered); /* 7 is inserted, its group is not committed */
	assert_false(look(fixture->store, 7).found);
	assert_int_equal(sem_trywait(&ended), -1);
	let_go(&inside);
	sem_wait(&ended);
	assert_true(look(fixture->store, 7).found);
	sem_destroy(&ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_read_ends_with_its_deadline),
		STORE_TEST(a_read_is_done_when_its_transaction_is_over),
		STORE_TEST(a_reader_sees_nothing_of_an_open_group),
	};
	return cmocka_run_group_tests_name("reads of a store", tests, NULL, NULL);
}
