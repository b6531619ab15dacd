/* The store as a service uses it: several threads, one writer, a real file. */
#include "tests/service/store/store_fixture.h"

#include <pthread.h>

static int64_t commits(struct store *store)
{
	struct store_state state;

	store_state(store, &state);
	return state.commits;
}

static void a_job_that_is_not_kept_rolls_back_alone(void **state)
{
	struct store_fixture *fixture = *state;
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
	struct store_fixture *fixture = *state;
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
	struct store_fixture *fixture;
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
	struct store_fixture *fixture = *state;
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

static void a_full_queue_says_so_at_once(void **state)
{
	struct store_fixture *fixture = *state;
	struct holder holder;
	struct job jobs[5];
	sem_t ended;

	store_close(fixture->store);
	assert_int_equal(fixture_open(fixture, &fixture->store, 4), STATUS_OK);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_job_that_is_not_kept_rolls_back_alone),
		STORE_TEST(jobs_are_done_in_the_order_they_came),
		STORE_TEST(sixty_four_threads_lose_nothing),
		STORE_TEST(a_full_queue_says_so_at_once),
	};
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
